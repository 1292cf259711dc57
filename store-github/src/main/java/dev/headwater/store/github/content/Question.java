package dev.headwater.store.github.content;

import dev.headwater.store.StoreException.Subject;
import dev.headwater.store.background.Deadline;
import dev.headwater.store.github.rest.GitRepository;

/**
 * What is asked of GitHub for one operation.
 *
 * @param repository the repository as that operation asks it
 * @param subject the operation, for errors
 * @param deadline when it has to be done
 */
public record Question(GitRepository repository, Subject subject, Deadline deadline) {

  /** A question to the repository, for this operation. */
  public static Question to(GitRepository repository, Subject subject, Deadline deadline) {
    return new Question(repository.during(subject, deadline), subject, deadline);
  }
}

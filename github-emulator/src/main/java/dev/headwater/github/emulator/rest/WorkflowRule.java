package dev.headwater.github.emulator.rest;

import dev.headwater.github.emulator.git.PathRules;

/** Files of workflows need a permission of their own. */
final class WorkflowRule {
  private WorkflowRule() {}

  /** A person's token without the scope is told that there is nothing, an app what it lacks. */
  static void require(Caller caller, String path) {
    if (!PathRules.isWorkflow(path) || caller.workflows() == Caller.Workflows.WRITE) {
      return;
    }
    throw switch (caller.kind()) {
      case USER -> Refusal.notFound();
      case APP -> Refusal.of(403, "Resource not accessible by integration");
    };
  }
}

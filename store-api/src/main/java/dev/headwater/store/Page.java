package dev.headwater.store;

import java.util.List;

/**
 * A part of a listing. Reading one costs a store about one request.
 *
 * @param entries the entries, in key order; may be empty on any page
 * @param corrupt what stands at keys of this page but is no record
 * @param last whether no page follows
 */
public record Page(List<Entry> entries, List<CorruptEntryException> corrupt, boolean last) {

  public Page {
    entries = List.copyOf(entries);
    corrupt = List.copyOf(corrupt);
  }
}

package dev.headwater.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Results for people, in Markdown.
 *
 * @param title what the rows have in common
 * @param header the names of the columns
 * @param rows the cells, as many in each row as the header has
 */
public record Table(String title, List<String> header, List<List<String>> rows) {

  public Table {
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "a row of '%s' has %d cells, not %d".formatted(title, row.size(), header.size()));
      }
    }
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>(List.of("", title, "", line(header), rule()));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\n", lines);
  }

  private String line(List<String> cells) {
    return IntStream.range(0, cells.size())
        .mapToObj(column -> padded(cells.get(column), column))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String rule() {
    return IntStream.range(0, header.size())
        .mapToObj(column -> "-".repeat(width(column)))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private String padded(String cell, int column) {
    return cell + " ".repeat(width(column) - cell.length());
  }

  private int width(int column) {
    return Math.max(
        header.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }
}

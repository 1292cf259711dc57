package dev.headwater.chain.config;

import java.util.Map;

/**
 * Where the settings of one section stand.
 *
 * @param line where the section begins
 * @param settings the lines of the settings that are there
 */
public record Lines(int line, Map<String, Integer> settings) {

  public Lines {
    settings = Map.copyOf(settings);
  }

  static Lines of(Section section) {
    return new Lines(section.line(), section.lines());
  }

  /** The line of the setting, or, where it is not set, of the section. */
  public int of(String setting) {
    return settings.getOrDefault(setting, line);
  }
}

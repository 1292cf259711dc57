package dev.headwater.codec.jackson;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

/**
 * Says what failed, and where, without a piece of the value. Jackson's messages and the causes of
 * its exceptions quote what they read, so neither is used: only the kind of failure, the properties
 * that the value's classes declare, and the offset. The messages about a class that can't be mapped
 * or a limit that was passed quote nothing, and are kept.
 */
final class Failures {

  private final ObjectMapper mapper;

  Failures(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  String describe(Exception failure) {
    StringBuilder text = new StringBuilder(kind(failure));
    if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      text.append(" at ");
      mapping.getPath().forEach(step -> text.append(name(step)));
    }
    if (failure instanceof JsonProcessingException processing) {
      appendOffset(text, processing.getLocation());
    }
    return text.toString();
  }

  private static String kind(Exception failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof StreamConstraintsException limit) {
      return kind(limit);
    }
    String kind = failure.getClass().getSimpleName();
    if (failure instanceof StreamConstraintsException limit) {
      return kind + " (" + limit.getOriginalMessage() + ")";
    }
    if (failure instanceof InvalidDefinitionException definition) {
      return kind + " (" + definition.getOriginalMessage() + ")";
    }
    return cause == null ? kind : kind + " caused by " + cause.getClass().getSimpleName();
  }

  private String name(JsonMappingException.Reference step) {
    if (step.getIndex() >= 0) {
      return "[" + step.getIndex() + "]";
    }
    return isDeclared(step) ? "." + step.getFieldName() : ".?";
  }

  /* Keys of maps and properties that a class takes without declaring them are parts of the value. */
  private boolean isDeclared(JsonMappingException.Reference step) {
    Object from = step.getFrom();
    if (from == null) {
      return false;
    }
    Class<?> type = from instanceof Class<?> known ? known : from.getClass();
    return mapper
        .getSerializationConfig()
        .introspect(mapper.constructType(type))
        .findProperties()
        .stream()
        .anyMatch(property -> property.getName().equals(step.getFieldName()));
  }

  private static void appendOffset(StringBuilder text, @Nullable JsonLocation location) {
    if (location != null && location.getByteOffset() >= 0) {
      text.append(" (byte ").append(location.getByteOffset()).append(')');
    }
  }
}

package dev.headwater.store.cockroach;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A data source whose statements fail as told, before they reach the server or after it has done
 * them; {@code COMMIT} is a statement here.
 */
final class FaultyDataSource {

  /** When a statement fails. */
  enum Moment {
    BEFORE,
    AFTER
  }

  private record Fault(String beginning, Moment moment, String state, String message) {}

  private final DataSource real;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger statements = new AtomicInteger();

  private final Queue<String> states = new ConcurrentLinkedQueue<>();

  FaultyDataSource(DataSource real) {
    this.real = real;
  }

  /** The next statement that begins so fails. Faults happen in the order in which they are told. */
  void fail(String beginning, Moment moment, String state, String message) {
    faults.add(new Fault(beginning, moment, state, message));
  }

  /** Whether all that was told has happened. */
  boolean isSpent() {
    return faults.isEmpty();
  }

  /** How many statements were sent, commits among them. */
  int statements() {
    return statements.get();
  }

  /** The SQLSTATEs of the errors that the server itself gave. */
  List<String> serverErrors() {
    return List.copyOf(states);
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof Connection connection ? connection(connection) : result;
        });
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("commit")) {
            return faulty("COMMIT", () -> call(connection, method, arguments));
          }
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement && arguments != null
              ? statement(statement, ((String) arguments[0]).strip())
              : result;
        });
  }

  private PreparedStatement statement(PreparedStatement statement, String sql) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) ->
            method.getName().startsWith("execute")
                ? faulty(sql, () -> call(statement, method, arguments))
                : call(statement, method, arguments));
  }

  /** A call of the real thing. */
  private interface Call {
    Object run() throws Throwable;
  }

  private Object faulty(String sql, Call call) throws Throwable {
    statements.incrementAndGet();
    Fault fault = faults.peek();
    if (fault == null || !sql.startsWith(fault.beginning())) {
      return call.run();
    }
    faults.remove(fault);
    if (fault.moment() == Moment.AFTER) {
      call.run();
    }
    throw new SQLException(fault.message(), fault.state());
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException error) {
        states.add(String.valueOf(error.getSQLState()));
      }
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

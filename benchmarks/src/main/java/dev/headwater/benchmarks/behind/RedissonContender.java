package dev.headwater.benchmarks.behind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.redisson.Redisson;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.map.MapWriter;
import org.redisson.api.map.WriteMode;
import org.redisson.api.options.MapOptions;
import org.redisson.config.Config;

/** Redisson's map that is written behind, over a Redis server, with its own defaults. */
final class RedissonContender implements Contender {

  private final RedissonClient client;
  private final RMap<String, byte[]> map;

  private RedissonContender(RedissonClient client, RMap<String, byte[]> map) {
    this.client = client;
    this.map = map;
  }

  /**
   * @param attempts how often Redisson tries a batch again that failed; its own default is 0
   */
  static RedissonContender open(int port, Sink sink, int attempts) {
    Config config = new Config();
    config.useSingleServer().setAddress("redis://127.0.0.1:" + port);
    RedissonClient client = Redisson.create(config);
    MapOptions<String, byte[]> options =
        MapOptions.<String, byte[]>name("behind")
            .writer(new Writer(sink))
            .writeMode(WriteMode.WRITE_BEHIND);
    if (attempts > 0) { // which it can't be told
      options.writeRetryAttempts(attempts);
    }
    return new RedissonContender(client, client.getMap(options));
  }

  @Override
  public void put(String key, byte[] value) {
    map.fastPut(key, value);
  }

  @Override
  public void delete(String key) {
    map.fastRemove(key);
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private record Writer(Sink sink) implements MapWriter<String, byte[]> {

    @Override
    public void write(Map<String, byte[]> values) {
      deliver(
          values.entrySet().stream()
              .map(value -> Operation.put(value.getKey(), value.getValue()))
              .toList());
    }

    @Override
    public void delete(Collection<String> keys) {
      deliver(keys.stream().map(Operation::deletion).toList());
    }

    private void deliver(List<Operation> operations) {
      try {
        sink.deliver(operations);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

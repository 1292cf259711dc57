package dev.headwater.github.emulator;

import dev.headwater.github.emulator.rest.Answer;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands requests to the workers and writes their answers, over all connections. */
@Sharable
final class HttpExchanges extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger(HttpExchanges.class);
  private static final int MAX_CONNECTIONS = 256;

  private final Executor workers;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile @Nullable Front front;

  HttpExchanges(Executor workers) {
    super(FullHttpRequest.class);
    this.workers = workers;
  }

  void serve(Front start) {
    front = start;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (connections.incrementAndGet() > MAX_CONNECTIONS) {
      close(context);
    }
  }

  private static void close(ChannelHandlerContext context) {
    var unused = context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connections.decrementAndGet();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
    RawRequest request = request(message, underWay.incrementAndGet());
    boolean keepAlive = HttpUtil.isKeepAlive(message);
    Front open = front;
    try {
      if (open == null) {
        throw new RejectedExecutionException("not yet open");
      }
      workers.execute(() -> reply(context, served(open, request), keepAlive));
    } catch (RejectedExecutionException e) {
      reply(context, new Reply.Answered(Answer.error(503, "Service unavailable")), keepAlive);
    }
  }

  private static Reply served(Front front, RawRequest request) {
    try {
      return front.serve(request);
    } catch (RuntimeException e) {
      log.warn("{} failed", request.line(), e);
      return new Reply.Answered(Answer.error(500, "Server Error"));
    }
  }

  private static RawRequest request(FullHttpRequest message, int underWay) {
    String uri = message.uri();
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    String query = mark < 0 ? "" : uri.substring(mark + 1);
    Map<String, String> headers = new TreeMap<>();
    message
        .headers()
        .forEach(one -> headers.put(one.getKey().toLowerCase(Locale.ROOT), one.getValue()));
    return new RawRequest(
        new RequestLine(message.method().name(), path, query),
        Map.copyOf(headers),
        ByteBufUtil.getBytes(message.content()),
        underWay);
  }

  private void reply(ChannelHandlerContext context, Reply reply, boolean keepAlive) {
    underWay.decrementAndGet();
    if (!(reply instanceof Reply.Answered answered)) {
      close(context);
      return;
    }
    FullHttpResponse response = response(answered.answer());
    HttpUtil.setKeepAlive(response, keepAlive);
    var written = context.writeAndFlush(response);
    if (!keepAlive) {
      var unused = written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private static FullHttpResponse response(Answer answer) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    answer.headers().forEach(response.headers()::set);
    if (answer.status() != 204 && answer.status() != 304) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
    }
    if (!answer.contentType().isEmpty()) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    return response;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(context);
  }
}

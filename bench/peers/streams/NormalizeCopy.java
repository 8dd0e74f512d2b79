import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a team would write first with Kafka Streams: reads JSON articles, puts title and body into NFKC, writes JSON; exactly
 * once. NormalizeCopy BOOTSTRAP APPLICATION FROM TO STATE; SIGTERM ends it.
 */
public final class NormalizeCopy {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static byte[] normalize(byte[] value) {
    try {
      ObjectNode article = (ObjectNode) JSON.readTree(value);
      for (String field : new String[] {"title", "body"}) {
        article.put(field, Normalizer.normalize(article.path(field).asText(), Normalizer.Form.NFKC));
      }
      return JSON.writeValueAsBytes(article);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static Properties settings(String[] args) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, args[1]);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, args[4]);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArray().getClass());
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArray().getClass());
    settings.put("auto.offset.reset", "earliest");
    return settings;
  }

  public static void main(String[] args) throws InterruptedException {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<byte[], byte[]>stream(args[2]).mapValues(NormalizeCopy::normalize).to(args[3]);
    KafkaStreams streams = new KafkaStreams(builder.build(), settings(args));
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      streams.close();
      end.countDown();
    }));
    streams.start();
    end.await();
  }
}

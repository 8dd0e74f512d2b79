import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * AnalyzerRate FILE ROUNDS: articles per CPU-second of Lucene's ArabicAnalyzer, one thread. FILE is that of
 * bench/normalize_rate.cc. As many rounds run before the clock starts, so that the compiler has done its work. Every term
 * and offset is read. The whole process's CPU time counts: compiler and garbage collector are part of the price.
 */
public final class AnalyzerRate {
  private static long sink;

  public static void main(String[] args) throws Exception {
    String[] articles = Files.readString(Path.of(args[0])).split("\f");
    int rounds = Integer.parseInt(args[1]);
    try (ArabicAnalyzer analyzer = new ArabicAnalyzer()) {
      analyze(analyzer, articles, rounds);
      OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      sink = 0;
      long start = system.getProcessCpuTime();
      long terms = analyze(analyzer, articles, rounds);
      double seconds = (system.getProcessCpuTime() - start) / 1e9;
      double all = (double) articles.length * rounds;
      System.out.printf(
          "{\"articles\": %.0f, \"cpu_seconds\": %.3f, \"articles_per_cpu_second\": %.1f, \"terms_per_article\": %.1f,"
              + " \"checksum\": %d}%n",
          all, seconds, all / seconds, terms / all, sink);
    }
  }

  private static long analyze(ArabicAnalyzer analyzer, String[] articles, int rounds) throws Exception {
    long terms = 0;
    for (int round = 0; round < rounds; ++round) {
      for (String article : articles) {
        try (TokenStream stream = analyzer.tokenStream("body", article)) {
          CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
          OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
          stream.reset();
          while (stream.incrementToken()) {
            sink += term.length() + offset.startOffset() + offset.endOffset();
            ++terms;
          }
          stream.end();
        }
      }
    }
    return terms;
  }
}

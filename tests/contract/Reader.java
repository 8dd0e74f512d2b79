import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.marsad.v1.DeadLetter;
import org.marsad.v1.EnrichedArticle;

/** Reads NAME.binpb of a directory and compares with the text format that C++ wrote beside it. */
public final class Reader {
  public static void main(String[] arguments) throws Exception {
    Map<String, Parser<? extends Message>> kinds =
        Map.of("enriched", EnrichedArticle.parser(), "dead_letter", DeadLetter.parser());
    for (String name : kinds.keySet()) {
      Path directory = Path.of(arguments[0]);
      byte[] bytes = Files.readAllBytes(directory.resolve(name + ".binpb"));
      Message message = kinds.get(name).parseFrom(bytes);
      // An unknown field would be printed by its number, so equal text means that every field is known by name.
      expectEqual(name, TextFormat.printer().escapingNonAscii(false).printToString(message),
          Files.readString(directory.resolve(name + ".textproto")));
      if (!Arrays.equals(message.toByteArray(), bytes)) {
        throw new AssertionError(name + ": written again, the bytes differ");
      }
      System.out.println(name + ": " + bytes.length + " bytes");
    }
  }

  private static void expectEqual(String name, String found, String expected) {
    String[] left = found.split("\n");
    String[] right = expected.split("\n");
    int line = Arrays.mismatch(left, right);
    if (line >= 0) {
      throw new AssertionError(name + ".textproto:" + (line + 1) + ": Java reads\n" + at(left, line) + "\nC++ wrote\n" + at(right, line));
    }
  }

  private static String at(String[] lines, int line) {
    return line < lines.length ? lines[line] : "(end)";
  }
}

// The rules of the tagger, one text each, with the gazetteer that ships. See testdata/cases.tsv.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

struct Case {
  std::string text;
  std::string marks;  // "begin-end TYPE id", a line each
};

// Takes the marks out of "a [surface|TYPE id] b".
Case ReadCase(std::string_view marked) {
  Case out;
  std::ostringstream marks;
  while (!marked.empty()) {
    const size_t open = marked.find('[');
    out.text += marked.substr(0, open);
    if (open == std::string_view::npos) break;
    const size_t bar = marked.find('|', open), close = marked.find(']', open);
    const size_t begin = out.text.size();
    out.text += marked.substr(open + 1, bar - open - 1);
    marks << begin << '-' << out.text.size() << ' ' << marked.substr(bar + 1, close - bar - 1) << '\n';
    marked.remove_prefix(close + 1);
  }
  out.marks = marks.str();
  return out;
}

// Mentions in the order of the text, as ReadCase() writes them.
std::string Found(const Tagger& tagger, const std::string& text, const std::string& language) {
  const testing::PreparedArticle article("", text, language);
  std::map<uint32_t, std::string> lines;
  for (const FoundEntity& entity : tagger.Tag(article.View())) {
    const std::string_view id = entity.known->ids.empty() ? "-" : entity.known->id();
    for (const FoundMention& mention : entity.mentions) {
      std::ostringstream line;
      line << mention.span.begin << '-' << mention.span.end << ' ' << testing::TypeName(entity.known->type) << ' '
           << id;
      lines[mention.span.begin] = line.str();
    }
  }
  std::string all;
  for (const auto& [begin, line] : lines) all += line + '\n';
  return all;
}

TEST(Cases, FindWhatIsMarkedAndNothingElse) {
  const auto files = ReadGazetteerFiles("gazetteer");
  ASSERT_TRUE(files) << files.error().message;
  const auto gazetteer = Gazetteer::Parse(*files);
  ASSERT_TRUE(gazetteer) << gazetteer.error().message;
  const Tagger tagger(*gazetteer);
  std::ifstream in("stages/tag/testdata/cases.tsv", std::ios::binary);
  const std::string table{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  size_t count = 0;
  for (const TsvLine& line : ReadTsv(table)) {
    ASSERT_EQ(line.fields.size(), 3U) << "line " << line.number;
    const Case expected = ReadCase(line.fields[2]);
    EXPECT_EQ(Found(tagger, expected.text, std::string(line.fields[1])), expected.marks)
        << "line " << line.number << ", " << line.fields[0] << ": " << expected.text;
    ++count;
  }
  EXPECT_GT(count, 40U);
}

}  // namespace
}  // namespace marsad::tag

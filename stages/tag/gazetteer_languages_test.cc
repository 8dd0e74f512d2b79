// One id in every language, with the gazetteer that ships: testdata/languages.tsv.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr size_t kLanguages = 5;
constexpr std::string_view kFixed[] = {"ar", "en", "ru", "fr"};

struct Sentence {
  std::string language;
  std::string text;
  size_t begin = 0, end = 0;  // of the name
};

// `cell` is "text [name] text"; of the last column "language: text".
Sentence ReadSentence(size_t column, std::string_view cell) {
  Sentence out;
  if (column < std::size(kFixed)) {
    out.language = kFixed[column];
  } else {
    out.language = cell.substr(0, 2);
    cell.remove_prefix(4);
  }
  out.begin = cell.find('[');
  const size_t close = cell.find(']');
  out.end = close - 1;
  out.text.append(cell.substr(0, out.begin)).append(cell.substr(out.begin + 1, close - out.begin - 1));
  out.text.append(cell.substr(close + 1));
  return out;
}

// The id of what is found at the name; empty if nothing is.
std::string IdAtName(const Tagger& tagger, const Sentence& sentence) {
  const testing::PreparedArticle article("", sentence.text, sentence.language);
  for (const FoundEntity& entity : tagger.Tag(article.View())) {
    const bool is_there = std::any_of(entity.mentions.begin(), entity.mentions.end(), [&](const FoundMention& mention) {
      return mention.span.begin == sentence.begin && mention.span.end == sentence.end;
    });
    if (is_there && entity.known) return std::string(entity.known->id());
  }
  return "";
}

TEST(GazetteerLanguages, OnePersonBodyOrPlaceHasOneIdInFiveLanguages) {
  const Tagger tagger(*Gazetteer::Parse(*ReadGazetteerFiles("gazetteer")));
  std::ifstream in("stages/tag/testdata/languages.tsv", std::ios::binary);
  const std::string table{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const std::vector<TsvLine> lines = ReadTsv(table);
  EXPECT_GE(lines.size(), 60U);
  for (const TsvLine& line : lines) {
    ASSERT_EQ(line.fields.size(), 1 + kLanguages) << "line " << line.number;
    for (size_t i = 0; i < kLanguages; ++i) {
      const Sentence sentence = ReadSentence(i, line.fields[i + 1]);
      EXPECT_EQ(IdAtName(tagger, sentence), line.fields[0])
          << "line " << line.number << ", " << sentence.language << ": " << sentence.text;
    }
  }
}

}  // namespace
}  // namespace marsad::tag

// The founding article against its marking by hand. Both lie outside the repository: the test is skipped without them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"
#include "stages/tag/tsv.h"
#include "tests/shared_data.h"

namespace marsad::tag {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// An id of Marsad's own stands where no source states one: there the marking has none.
std::string_view StatedId(std::string_view id) { return id.starts_with("marsad:") ? std::string_view() : id; }

// "begin end TYPE surface id", offsets in the whole file.
using Marks = std::set<std::string>;

std::string Mark(size_t begin, size_t end, std::string_view type, std::string_view surface, std::string_view id) {
  return std::to_string(begin) + ' ' + std::to_string(end) + ' ' + std::string(type) + ' ' + std::string(surface) +
         ' ' + std::string(id);
}

Marks ReadGold(const std::string& gold) {
  Marks marks;
  for (const TsvLine& line : ReadTsv(gold)) {
    if (line.number <= 2) continue;  // a comment and the header
    const std::string_view id = line.fields.size() > 4 ? line.fields[4] : std::string_view();
    marks.insert(Mark(std::stoul(std::string(line.fields[0])), std::stoul(std::string(line.fields[1])), line.fields[2],
                      line.fields[3], id));
  }
  return marks;
}

Marks Find(const std::string& text) {
  const auto files = ReadGazetteerFiles("gazetteer");
  EXPECT_TRUE(files) << files.error().message;
  const auto gazetteer = Gazetteer::Parse(*files);
  EXPECT_TRUE(gazetteer) << gazetteer.error().message;
  const size_t title_end = text.find('\n');
  const size_t body_begin = title_end + 1;
  const testing::PreparedArticle article(text.substr(0, title_end), text.substr(body_begin), "ar");
  Marks marks;
  for (const FoundEntity& entity : Tagger(*gazetteer).Tag(article.View())) {
    for (const FoundMention& mention : entity.mentions) {
      const size_t base = mention.field == Field::kTitle ? 0 : body_begin;
      marks.insert(Mark(base + mention.span.begin, base + mention.span.end, testing::TypeName(entity.known->type),
                        article.Cut(mention, mention.span), StatedId(std::string(entity.known->id()))));
    }
  }
  return marks;
}

TEST(Seed, MentionsAgreeWithTheMarkingByHand) {
  const auto path = tests::SharedData("seed");
  if (!path) GTEST_SKIP() << "the founding article is not here: set MARSAD_SHARED_DATA";
  const std::string text = ReadFile(*path / "putin-trump-summit.txt");
  const Marks gold = ReadGold(ReadFile(*path / "gold.tsv"));
  ASSERT_FALSE(text.empty() || gold.empty());
  const Marks found = Find(text);
  size_t right = 0;
  for (const std::string& mark : found) {
    right += gold.count(mark);
    if (gold.count(mark) == 0) std::cout << "not in the marking: " << mark << '\n';
  }
  for (const std::string& mark : gold) {
    if (found.count(mark) == 0) std::cout << "missed: " << mark << '\n';
  }
  std::cout << right << " right of " << found.size() << " found and " << gold.size() << " marked\n";
  EXPECT_GE(100 * right, 95 * found.size()) << "precision";
  EXPECT_GE(100 * right, 90 * gold.size()) << "recall";
}

}  // namespace
}  // namespace marsad::tag

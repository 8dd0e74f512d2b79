// Proclitics on the names of countries and capitals, with the gazetteer that ships: every combination is found, and words
// that only look like one are left whole. See testdata/proclitics.tsv.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lib/text/fold.h"
#include "stages/tag/testing/tag_text.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kArticle = "\u0627\u0644";
constexpr std::string_view kLam = "\u0644";

const std::shared_ptr<const Gazetteer>& Shipped() {
  static const auto gazetteer = *Gazetteer::Parse(*ReadGazetteerFiles("gazetteer"));
  return gazetteer;
}

std::vector<std::vector<std::string>> ReadRows(std::string_view kind) {
  std::ifstream in("stages/tag/testdata/proclitics.tsv", std::ios::binary);
  const std::string table{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::vector<std::vector<std::string>> rows;
  for (const TsvLine& line : ReadTsv(table)) {
    if (line.fields[0] == kind) rows.emplace_back(line.fields.begin() + 1, line.fields.end());
  }
  return rows;
}

bool IsCountryOrCapital(const KnownEntity& entity) {
  return entity.type == EntityType::kLoc && entity.tier == 1 && entity.country.size() == 2;
}

// The proclitic written onto the name: li- swallows the alef of the article, and the name begins at the second lam.
std::string Joined(const std::string& proclitic, const std::string& name) {
  const bool swallows = proclitic.ends_with(kLam) && name.starts_with(kArticle);
  return proclitic + (swallows ? name.substr(kArticle.size() - kLam.size()) : name);
}

bool IsFound(const Tagger& tagger, const std::string& text, size_t begin, size_t end) {
  const testing::PreparedArticle article("", text, "ar");
  for (const KnownMention& found : tagger.Find(article.View())) {
    if (found.mention.span.begin == begin && found.mention.span.end == end) return true;
  }
  return false;
}

bool IsFoundIn(const Tagger& tagger, const std::string& frame, const std::string& proclitic, const std::string& label) {
  const size_t place = frame.find("{}");
  const std::string before = frame.substr(0, place);
  const std::string name = Joined(proclitic, label);
  return IsFound(tagger, before + name + frame.substr(place + 2), place + proclitic.size(), place + name.size());
}

// A name that is also an ordinary word stands in a list of places, where its proclitic may not hide it either.
TEST(Proclitics, OnEveryCountryAndCapitalAreFound) {
  const Tagger tagger(Shipped());
  const auto frames = ReadRows("frame");
  const std::string listed = ReadRows("listed").at(0)[0];
  const auto proclitics = ReadRows("proclitic");
  const std::string never = ReadRows("never").at(0)[0];
  size_t count = 0;
  for (uint32_t i = 0; i < Shipped()->entity_count(); ++i) {
    const KnownEntity entity = Shipped()->entity(i);
    const std::string label(Shipped()->OwnLabel(entity, "ar"));
    if (!IsCountryOrCapital(entity) || label.empty()) continue;
    for (const auto& proclitic : proclitics) {
      const std::string& plain = frames[count++ % frames.size()][0];
      const std::string word = Joined(proclitic[0], label);
      if (word == never) continue;
      const bool is_doubtful =
          !IsFoundIn(tagger, plain, "", label) || Shipped()->IsContext(ContextWord::kDoubted, text::FoldText(word));
      EXPECT_TRUE(IsFoundIn(tagger, is_doubtful ? listed : plain, proclitic[0], label)) << entity.id() << ' ' << word;
    }
  }
  EXPECT_GT(count, 4000u);
}

TEST(Proclitics, AreNotTakenOffOtherWords) {
  const Tagger tagger(Shipped());
  const auto rows = ReadRows("whole");
  ASSERT_GE(rows.size(), 20u);
  for (const auto& row : rows) {
    const testing::PreparedArticle article("", row[0], "ar");
    for (const KnownMention& found : tagger.Find(article.View())) {
      ADD_FAILURE() << row[0] << ": " << found.mention.span.Cut(row[0]);
    }
  }
}

}  // namespace
}  // namespace marsad::tag

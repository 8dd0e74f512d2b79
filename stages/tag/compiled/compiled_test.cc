// A compiled gazetteer holds what its lists say, and nothing else is taken for one.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "stages/tag/compiled/reader.h"
#include "stages/tag/gazetteer.h"
#include "stages/tag/gazetteer_builder.h"
#include "stages/tag/tagger.h"
#include "stages/tag/testing/tag_text.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr char kText[] = "Vernon Quill flew from Xland to New Xland. Quill met Xlands, QVX and Qamar of Yland.";

// Every section holds something.
std::vector<GazetteerFile> Lists() {
  const std::string header = "key\ttype\ttier\tids\tcountry\tas_of\tcoordinates\ten\tde\tar\n";
  const std::string rows =
      "x\tLOC\t1\twikidata:Q5 iso3166-1:XX\tXX\t\t-31.9539,35.9106\tXland|New Xland\tXland\t\u0642\u0645\u0631\n"
      "q\tPER\t1\tdesk:quill\tXX\t\t\tVernon Quill|Mohammed Quill\t\t\n"
      "c\tORG\t2\t\t\t\t\t=QVX|?Qamar|Vernon Quill\t\t\u0642\u064E\u0645\u064E\u0631\n"
      "y\tLOC\t3\tmarsad:y\tYY\t\t0,180\tYland\t\t\n";
  return {{"context.tsv", "place\ten\tin|at\nsport\ten\tgoal\nmarked\tar\t\u0642\u064F\u0645\u0631\n"},
          {"endings.tsv", "de\tnoun\t*\t+s\n"},
          {"list.tsv", header + rows}};
}

Result<std::shared_ptr<const Gazetteer>> Open(std::string bytes, bool check_all = true) {
  const auto kept = std::make_shared<const std::string>(std::move(bytes));
  return Gazetteer::Open({kept, *kept}, check_all);
}

std::string WhyNot(std::string bytes) {
  const auto opened = Open(std::move(bytes));
  return opened ? "" : opened.error().message;
}

std::string Answers(const std::shared_ptr<const Gazetteer>& gazetteer) {
  const testing::PreparedArticle article("", kText, "en");
  std::string all;
  for (const FoundEntity& entity : Tagger(gazetteer).Tag(article.View())) {
    all += std::string(entity.known->id()) + ' ' + std::string(gazetteer->Label(*entity.known, "de")) + ' ' +
           std::string(entity.known->country);
    if (const auto at = gazetteer->CoordinatesOf(*entity.known)) all += ' ' + std::to_string(at->latitude);
    for (const FoundMention& mention : entity.mentions) all += ' ' + std::to_string(mention.span.begin);
    all += '\n';
  }
  return all;
}

std::string Compiled() { return *CompileGazetteer(Lists(), "list.tsv of today\n"); }

TEST(CompiledGazetteer, TheSameListsGiveTheSameBytes) {
  EXPECT_EQ(Compiled(), Compiled());
  EXPECT_NE(Compiled(), *CompileGazetteer(Lists(), "list.tsv of yesterday\n"));
  EXPECT_EQ((*Open(Compiled()))->sources(), "list.tsv of today\n");
}

// Whoever raises this number of names or changes the sum raises kRulesVersion too (reader.cc), or kFormat where it is the
// form that is another: a compiled file that was made by the rules before would be taken for one of today's.
TEST(CompiledGazetteer, OtherRulesHaveAnotherNumber) {
  const std::string bytes = Compiled();
  EXPECT_EQ((*Open(bytes))->name_count(), 26U);
  using enum compiled::Kind;
  std::string made;
  for (const compiled::Kind kind :
       {kEntities, kEntityText, kCoordinates, kNames, kSpellings, kNameText, kNodes, kNodeWords, kSlots, kWords}) {
    made += compiled::Reader::Open(bytes, true)->Text(kind);
  }
  EXPECT_EQ(compiled::Hash(made), 9895635723257761677U);
}

void ExpectSame(const Gazetteer& gazetteer, uint32_t number, const compiled::ListedEntity& listed,
                const std::vector<std::string>& languages) {
  const KnownEntity entity = gazetteer.entity(number);
  std::string ids;
  for (const std::string& id : listed.ids) ids += (ids.empty() ? "" : " ") + id;
  EXPECT_TRUE(entity.type == listed.type && entity.tier == listed.tier && entity.country == listed.country);
  EXPECT_EQ(entity.ids, ids);
  const std::optional<Coordinates> at = gazetteer.CoordinatesOf(entity);
  ASSERT_EQ(at.has_value(), listed.coordinates.has_value());
  if (at) {
    EXPECT_EQ(at->latitude, listed.coordinates->latitude);
    EXPECT_EQ(at->longitude, listed.coordinates->longitude);
  }
  for (size_t language = 0; language < languages.size(); ++language) {
    const std::string label = language < listed.labels.size() ? listed.labels[language] : "";
    EXPECT_EQ(gazetteer.OwnLabel(entity, languages[language]), label);
  }
}

// Walks every key of the lists through the compiled form and compares all that is told of it.
void ExpectSame(const std::vector<GazetteerFile>& files) {
  const compiled::Tables tables = *GazetteerBuilder().Build(files);
  const auto gazetteer = *Open(*CompileGazetteer(files, ""));
  ASSERT_EQ(gazetteer->name_count(), tables.names.size());
  ASSERT_EQ(gazetteer->languages(), tables.languages);
  for (const auto& [key, numbers] : tables.keys) {
    const NameIndex::Node* node = nullptr;
    for (const std::string_view word : Split(key, NameIndex::kSeparator)) {
      node = node == nullptr ? gazetteer->index().Begin(word) : gazetteer->index().Next(*node, word);
      ASSERT_NE(node, nullptr) << key;
    }
    ASSERT_EQ(gazetteer->index().Values(*node).size(), numbers.size()) << key;
    auto number = numbers.begin();
    for (const uint32_t value : gazetteer->index().Values(*node)) {
      const compiled::ListedName& listed = tables.names[*number++];
      const KnownName name = gazetteer->name(value);
      EXPECT_TRUE(name.entity == listed.entity && name.languages == listed.languages && name.use == listed.use &&
                  name.capital == listed.capital && name.exact == listed.exact && name.marked == listed.marked)
          << key;
    }
  }
  ASSERT_EQ(gazetteer->entity_count(), tables.entities.size());
  for (uint32_t i = 0; i < tables.entities.size(); ++i) ExpectSame(*gazetteer, i, tables.entities[i], tables.languages);
}

TEST(CompiledGazetteer, HoldsWhatTheListsSay) { ExpectSame(Lists()); }

TEST(CompiledGazetteer, HoldsWhatTheListsThatShipSay) { ExpectSame(*ReadGazetteerFiles("gazetteer")); }

TEST(CompiledGazetteer, AFlippedBitIsNoticedOrChangesNothing) {
  const std::string bytes = Compiled();
  const std::string right = Answers(*Open(bytes));
  EXPECT_NE(right.find("Q5 Xland XX -319539000"), std::string::npos) << right;
  size_t unnoticed = 0;
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1 << at % 8);
    const auto opened = Open(damaged);
    if (!opened) continue;
    ++unnoticed;
    EXPECT_EQ(Answers(*opened), right) << at;
  }
  EXPECT_LT(unnoticed, compiled::kKinds * compiled::kAlignment) << "what lies between sections, and nothing else";
}

// Where the sums are not looked at, or a file is written to while it is read.
TEST(CompiledGazetteer, DamageThatNobodyChecksStaysWithinTheFile) {
  const std::string bytes = Compiled();
  for (size_t at = sizeof(compiled::Header); at < bytes.size(); ++at) {
    for (const int flipped : {0x80, 0xFF, 0x01}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ flipped);
      if (const auto opened = Open(damaged, false)) Answers(*opened);
    }
  }
}

TEST(CompiledGazetteer, ACutFileIsNone) {
  const std::string bytes = Compiled();
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_NE(WhyNot(bytes.substr(0, size)), "") << size;
  EXPECT_EQ(WhyNot(""), "is cut off, or no compiled gazetteer");
  EXPECT_EQ(WhyNot(bytes.substr(0, bytes.size() - 1)),
            "is " + std::to_string(bytes.size() - 1) + " bytes long and should be " + std::to_string(bytes.size()));
  EXPECT_NE(WhyNot(bytes + '\0'), "");
}

// `change` is done to the header, whose sum is right again afterwards.
template <class Change>
std::string WithHeader(Change change) {
  std::string bytes = Compiled();
  compiled::Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  change(&header);
  std::memcpy(bytes.data(), &header, sizeof header);
  header.hash = compiled::Hash(bytes.substr(0, offsetof(compiled::Header, hash)));
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

TEST(CompiledGazetteer, OneOfAnotherVersionIsNamedAsSuch) {
  EXPECT_EQ(WhyNot(WithHeader([](compiled::Header*) {})), "");
  EXPECT_EQ(WhyNot(WithHeader([](compiled::Header* header) { header->magic[0] = 'm'; })), "is no compiled gazetteer");
  EXPECT_EQ(WhyNot(WithHeader([](compiled::Header* header) { header->byte_order = 0x0D0C0B0A; })),
            "was made for another byte order");
  EXPECT_EQ(WhyNot(WithHeader([](compiled::Header* header) { ++header->format; })),
            "has form 4, and this program reads form 3");
  EXPECT_EQ(WhyNot(WithHeader([](compiled::Header* header) { header->format = 1; })),
            "has form 1, and this program reads form 3");
  EXPECT_EQ(WhyNot(WithHeader([](compiled::Header* header) { ++header->rules; })),
            "was made by another version of marsad, which reads lists by other rules");
}

TEST(CompiledGazetteer, SectionsThatLieOutsideOrAmissAreRefused) {
  const auto with_section = [](auto change) {
    return WhyNot(WithHeader([&](compiled::Header* header) { change(&header->sections[5]); }));
  };
  const std::string wrong = "is damaged: section 5 does not lie in the file";
  EXPECT_EQ(with_section([](compiled::Section* section) { section->offset = ~uint64_t{0}; }), wrong);
  EXPECT_EQ(with_section([](compiled::Section* section) { section->size = ~uint64_t{7}; }), wrong);
  EXPECT_EQ(with_section([](compiled::Section* section) { section->offset += 8; }), wrong);
  EXPECT_EQ(with_section([](compiled::Section* section) { section->size -= 1; }), wrong);
}

rc::Gen<std::string> SomeName() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(
                          rc::gen::element<std::string>("Xland", "New", "al-Quill", "Mohammed", "\u0642\u0645\u0631")),
                      [](const std::vector<std::string>& words) {
                        std::string name = "Vernon";
                        for (const std::string& word : words) name += ' ' + word;
                        return name;
                      });
}

RC_GTEST_PROP(CompiledGazetteer, HoldsWhatAnyListsSay, ()) {
  std::string rows = "key\ttype\ttier\tids\tcountry\tas_of\ten\tar\n";
  const auto names = *rc::gen::container<std::vector<std::string>>(SomeName());
  for (const std::string& name : names) {
    const auto type = *rc::gen::element<std::string>("PER", "LOC", "ORG");
    const auto sign = *rc::gen::element<std::string>("", "=", "?", "^");
    if (name.size() < 200) rows += "k\t" + type + "\t1\t\t\t\t" + sign + name + "\t" + name + "\n";
  }
  ExpectSame({{"list.tsv", rows}});
}

}  // namespace
}  // namespace marsad::tag

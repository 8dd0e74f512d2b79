// A small dump in the form that Wikidata publishes; every item in it is invented, but for the classes that are built in.
#include "cli/gazetteer/import/wikidata.h"

#include <bzlib.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/gazetteer/import/lines.h"
#include "stages/tag/gazetteer.h"

namespace marsad::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// JSON with ' for each quotation mark.
std::string Json(std::string text) {
  std::ranges::replace(text, '\'', '"');
  return text;
}

std::string Statement(const std::string& property, const std::string& value, const std::string& rank = "normal") {
  return "{'mainsnak':{'snaktype':'value','property':'" + property + "','datavalue':{'value':" + value +
         "}},'type':'statement','rank':'" + rank + "'}";
}

std::string ItemValue(const std::string& id) { return "{'entity-type':'item','id':'" + id + "'}"; }

std::string Text(const std::string& property, const std::string& text) {
  return "'" + property + "':[" + Statement(property, "'" + text + "'") + "]";
}

std::string Claims(const std::string& property, const std::string& item) {
  return "'" + property + "':[" + Statement(property, ItemValue(item)) + "]";
}

std::string Links(int count) {
  std::string links = "'commonswiki':{'site':'commonswiki','title':'x','badges':[]}";
  for (int i = 0; i < count; ++i) links += ",'a" + std::to_string(i) + "wiki':{'site':'x','title':'x','badges':[]}";
  return "{" + links + "}";
}

std::string Item(const std::string& id, const std::string& names, const std::string& claims, int links) {
  return Json("{'type':'item','id':'" + id + "'," + names + ",'descriptions':{},'claims':{" + claims +
              "},'sitelinks':" + Links(links) + ",'lastrevid':1}");
}

std::string English(const std::string& label) {
  return "'labels':{'en':{'language':'en','value':'" + label + "'}},'aliases':[]";
}

constexpr char kManyNames[] =
    "'labels':{'en':{'language':'en','value':'Vernon Quill'},'ar':{'language':'ar','value':'\\u0642\\u0645\\u0631'}},"
    "'aliases':{'en':[{'language':'en','value':'Quill'},{'language':'en','value':'Vernon Quill'},"
    "{'language':'en','value':'a|b'},{'language':'en','value':'?!'},{'language':'en','value':'VQ'}]}";

std::string Dump() {
  const std::string citizen =
      "'P27':[" + Statement("P27", ItemValue("Q999")) + "," + Statement("P27", ItemValue("Q901")) + "]";
  const std::vector<std::string> lines = {
      Item("Q900", kManyNames, Claims("P31", "Q5") + "," + citizen, 12),
      Item("Q901", English("Xland"), Claims("P31", "Q902") + "," + Text("P297", "XX") + "," + Text("P1566", "77"), 120),
      Item("Q902", English("sort of state"), Claims("P279", "Q903"), 40),  // of a class that comes later
      Item("Q903", English("sort of place"), Claims("P279", "Q618123"), 40),
      Item("Q904", English("Quorvex Mills"), Claims("P31", "Q43229") + "," + Claims("P17", "Q901"), 10),
      Item("Q905", English("Seldom Known"), Claims("P31", "Q5"), 9),
      Item("Q906", English("Many Things"), Claims("P31", "Q4167410"), 50),
      Item("Q907", English("Cairnton Bay"), Text("P1566", "78"), 10),
      Item("Q908", English("No Person"), "'P31':[" + Statement("P31", ItemValue("Q5"), "deprecated") + "]", 20),
      Json("{'type':'property','id':'P31','labels':{},'claims':{}}"),
      Json("{'type':'item','id':'Q909','labels':[],'aliases':[],'claims':[],'sitelinks':[]}"),
      Json("{'type':'item','id':'Q910','labels':"),  // broken off
      Json("{'type':'item',}"),
  };
  std::string dump = "[\n";
  for (size_t i = 0; i < lines.size(); ++i) dump += lines[i] + (i + 1 < lines.size() ? ",\n" : "\n");
  return dump + "]\n";
}

class WikidataImport : public testing::Test {
 protected:
  ~WikidataImport() override { std::filesystem::remove(path_); }

  Result<ImportProgress> Import(const std::string& bytes, WikidataFilter filter) {
    std::ofstream(path_, std::ios::binary) << bytes;
    if (filter.classes.empty()) filter.classes = UsualWikidataClasses();
    out_.str("");
    return ImportWikidata(path_, filter, out_, [this](const ImportProgress&) { ++reports_; });
  }
  std::vector<std::string> Rows() const {
    std::vector<std::string> rows;
    std::istringstream in(out_.str());
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with('#')) rows.push_back(line);
    }
    return rows;
  }

  const std::string path_ = std::filesystem::temp_directory_path() / ("marsad_dump." + std::to_string(getpid()));
  std::ostringstream out_;
  int reports_ = 0;
};

const WikidataFilter kAll{{"PER", "ORG", "LOC"}, {"ar", "en"}, 10, {}};

std::string Gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string Bzip2(const std::string& text) {
  std::string out(text.size() + 1000, '\0');
  auto size = static_cast<unsigned>(out.size());
  BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()), static_cast<unsigned>(text.size()), 1, 0,
                           0);
  out.resize(size);
  return out;
}

TEST_F(WikidataImport, AnItemBecomesARow) {
  const auto done = Import(Dump(), kAll);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(Rows(), ElementsAre("key\ttype\ttier\tids\tcountry\tas_of\tar\ten",
                                  "Q900\tPER\t2\twikidata:Q900\tXX\t\t?\u0642\u0645\u0631\tVernon Quill|?Quill|=?VQ",
                                  "Q901\tLOC\t2\twikidata:Q901 iso3166-1:XX geonames:77\tXX\t\t\tXland",
                                  "Q904\tORG\t2\twikidata:Q904\tXX\t\t\tQuorvex Mills",
                                  "Q907\tLOC\t2\twikidata:Q907 geonames:78\t\t\t\tCairnton Bay"));
  EXPECT_EQ(done->items, 10U);
  EXPECT_EQ(done->kept, 4U);
  EXPECT_EQ(done->broken, 2U);
  EXPECT_THAT(done->notes, ElementsAre(path_ + ":13: is no JSON", path_ + ":14: is no JSON"));
  EXPECT_EQ(done->bytes_read, done->file_bytes);
  EXPECT_GT(reports_, 0);
}

TEST_F(WikidataImport, FiltersAreHeldTo) {
  ASSERT_TRUE(Import(Dump(), {{"PER"}, {"ar"}, 10, {}}));
  EXPECT_THAT(Rows(), ElementsAre("key\ttype\ttier\tids\tcountry\tas_of\tar", HasSubstr("Q900\tPER")));
  ASSERT_TRUE(Import(Dump(), {{"PER"}, {"en"}, 9, {}}));
  EXPECT_THAT(Rows(), ElementsAre(testing::_, HasSubstr("Q900\t"), HasSubstr("Q905\tPER")));
  ASSERT_TRUE(Import(Dump(), {{"MISC"}, {"en"}, 10, {{"Q903", "MISC"}}}));
  EXPECT_THAT(Rows(), ElementsAre(testing::_, HasSubstr("Q901\tMISC")));
}

TEST_F(WikidataImport, TheGazetteerReadsWhatItWrites) {
  ASSERT_TRUE(Import(Dump(), kAll));
  const std::vector<tag::GazetteerFile> files = {{"wikidata.tsv", out_.str()}};
  const auto gazetteer = tag::Gazetteer::Parse(files);
  ASSERT_TRUE(gazetteer) << gazetteer.error().message;
  EXPECT_EQ((*gazetteer)->entity_count(), 4U);
}

TEST_F(WikidataImport, CompressedInOnePieceOrManyItIsTheSame) {
  ASSERT_TRUE(Import(Dump(), kAll));
  const std::vector<std::string> rows = Rows();
  const std::string dump = Dump();
  for (const auto compress : {&Gzip, &Bzip2}) {
    for (const size_t cut : {size_t{0}, size_t{1}, size_t{700}}) {
      ASSERT_TRUE(Import(compress(dump.substr(0, cut)) + compress(dump.substr(cut)), kAll));
      EXPECT_EQ(Rows(), rows) << cut;
    }
  }
}

TEST_F(WikidataImport, DamageIsNamed) {
  for (const auto compress : {&Gzip, &Bzip2}) {
    const std::string whole = compress(Dump());
    const auto cut = Import(whole.substr(0, whole.size() / 2), kAll);
    ASSERT_FALSE(cut);
    EXPECT_THAT(cut.error().message, HasSubstr("is cut off"));
    const auto garbled = Import(whole + "garbage", kAll);
    ASSERT_FALSE(garbled);
    EXPECT_THAT(garbled.error().message, HasSubstr("is damaged"));
  }
  EXPECT_THAT(Import("no dump", kAll).error().message, HasSubstr("holds no item"));
  EXPECT_THAT(ImportWikidata("/nowhere/dump", kAll, out_, {}).error().message, HasSubstr("No such file"));
}

TEST_F(WikidataImport, LinesLongerThanWhatIsReadAtOnceAreWhole) {
  const std::string name(150, 'n');
  std::string aliases;
  for (int i = 0; i < 20'000; ++i) aliases += ",{'language':'de','value':'" + name + "'}";  // 3 MB
  const std::string names =
      "'labels':{'en':{'language':'en','value':'Vernon Quill'}},'aliases':{'de':[" + aliases.substr(1) + "]}";
  const std::string item = Item("Q900", names, Claims("P31", "Q5"), 12);
  ASSERT_TRUE(Import("[\n" + item + ",\n" + item + "\n]", kAll));
  EXPECT_EQ(Rows().size(), 3U);
}

}  // namespace
}  // namespace marsad::cli

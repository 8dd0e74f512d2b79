// Small tables in the form that GeoNames publishes (its readme.txt); every place in them is invented.
#include "cli/gazetteer/import/geonames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "stages/tag/gazetteer.h"

namespace marsad::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

struct PlaceRow {
  std::string id, name, feature_class, code, country, population;
  std::string latitude = "31.95522", longitude = "35.94503";
};

// geonameid, name, asciiname, alternatenames, latitude, longitude, feature class, feature code, country code, cc2, admin1 to
// admin4, population, elevation, dem, timezone, modification date.
std::string Line(const PlaceRow& row) {
  return row.id + '\t' + row.name + '\t' + row.name + "\tX,Y\t" + row.latitude + '\t' + row.longitude + '\t' +
         row.feature_class + '\t' + row.code + '\t' + row.country + "\t\t16\t\t\t\t" + row.population +
         "\t\t773\tAsia/Amman\t2024-01-13\n";
}

// alternateNameId, geonameid, isolanguage, alternate name, isPreferredName, isShortName, isColloquial, isHistoric, from, to.
std::string Name(const std::string& id, const std::string& language, const std::string& name,
                 const std::string& flags = "\t\t\t") {
  return "17\t" + id + '\t' + language + '\t' + name + '\t' + flags + "\t\t\n";
}

constexpr char kArabic[] = "\u0632\u0627\u0646\u062B\u0648\u0631";
constexpr char kOtherArabic[] = "\u0632\u0646\u062B\u0648\u0631";

std::string Places() {
  return Line({"11", "Zanthor", "P", "PPL", "JO", "2000000"}) +
         Line({"12", "Upper Quorvex", "P", "PPLA", "EG", "20000", "-1", "0"}) +
         Line({"13", "Seat of Xland", "P", "PPLC", "XX", "300"}) + Line({"14", "Xland", "A", "PCLI", "XX", "5000"}) +
         Line({"15", "Hamlet", "P", "PPL", "EG", "10"}) + Line({"16", "Mount Belqir", "T", "MT", "EG", "0"}) +
         Line({"17", "Old Zanthor", "P", "PPLQ", "JO", "90000"}) + Line({"18", "Old Xland", "A", "PCLH", "XX", "9"});
}

std::string Names() {
  return Name("11", "ar", kOtherArabic) + Name("11", "ar", kArabic, "1\t\t\t") + Name("11", "wkdt", "Q999") +
         Name("11", "en", "Zanthor City") + Name("11", "en", "The Big Mill", "\t\t1\t") +
         Name("11", "en", "Zanthoria", "\t\t\t1") + Name("11", "fr", "Zanthore") + Name("12", "en-GB", "Quorvex") +
         Name("99", "en", "Of Another") + Name("11", "link", "https://example.org/Zanthor") + Name("11", "iata", "ZNT");
}

class GeoNamesImport : public testing::Test {
 protected:
  GeoNamesImport() { std::filesystem::create_directory(directory_); }
  ~GeoNamesImport() override { std::filesystem::remove_all(directory_); }

  std::string File(const std::string& name, const std::string& bytes) {
    std::string path = directory_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  Result<ImportProgress> Import(const std::vector<std::string>& files, const GeoNamesFilter& filter) {
    out_.str("");
    return ImportGeoNames(files, filter, out_, [this](const ImportProgress&) { ++reports_; });
  }
  Result<ImportProgress> Import(const GeoNamesFilter& filter) {
    return Import({File("alternateNamesV2.txt", Names()), File("allCountries.txt", Places())}, filter);
  }
  std::vector<std::string> Rows() const {
    std::vector<std::string> rows;
    std::istringstream in(out_.str());
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with('#')) rows.push_back(line);
    }
    return rows;
  }
  std::string WhyNot(const std::vector<std::string>& files);

  const std::filesystem::path directory_ =
      std::filesystem::temp_directory_path() / ("marsad_geonames." + std::to_string(getpid()));
  std::ostringstream out_;
  int reports_ = 0;
};

const GeoNamesFilter kAll{{"P", "A.PCL"}, {}, {"ar", "en"}, 15'000};

std::string GeoNamesImport::WhyNot(const std::vector<std::string>& files) {
  const auto done = Import(files, kAll);
  return done ? "" : done.error().message;
}

TEST_F(GeoNamesImport, APlaceBecomesARow) {
  const auto done = Import(kAll);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(Rows(), ElementsAre("key\ttype\ttier\tids\tcountry\tas_of\tcoordinates\tar\ten",
                                  "geonames-11\tLOC\t2\twikidata:Q999 geonames:11\tJO\t\t31.95522,35.94503\t" +
                                      std::string(kArabic) + "|" + kOtherArabic + "\tZanthor City|Zanthor",
                                  "geonames-14\tLOC\t2\tgeonames:14\tXX\t\t31.95522,35.94503\t\tXland",
                                  "geonames-13\tLOC\t2\tgeonames:13\tXX\t\t31.95522,35.94503\t\tSeat of Xland",
                                  "geonames-12\tLOC\t3\tgeonames:12\tEG\t\t-1,0\t\t?Quorvex|Upper Quorvex"));
  EXPECT_EQ(done->items, 8U);
  EXPECT_EQ(done->kept, 4U);
  EXPECT_EQ(done->broken, 0U);
  EXPECT_EQ(done->bytes_read, done->file_bytes);
  EXPECT_GT(reports_, 0);
}

TEST_F(GeoNamesImport, FiltersAreHeldTo) {
  ASSERT_TRUE(Import({{"T.MT"}, {}, {"en"}, 15'000}));
  EXPECT_THAT(Rows(), ElementsAre(testing::_, StartsWith("geonames-16\t")));
  ASSERT_TRUE(Import({{"P"}, {"EG"}, {"en"}, 0}));
  EXPECT_THAT(Rows(), ElementsAre(testing::_, StartsWith("geonames-12\t"), StartsWith("geonames-15\t")));
  ASSERT_TRUE(Import({{"P"}, {}, {"fr"}, 15'000}));
  EXPECT_THAT(Rows(), ElementsAre(testing::_, HasSubstr("\tZanthore"))) << "a place without a French name is no row";
}

TEST_F(GeoNamesImport, NamesInTheOldFormAndWindowsLinesAreRead) {
  const std::string old_form = "17\t11\tar\t" + std::string(kArabic) + "\t\t\t\t\r\n";
  ASSERT_TRUE(Import({File("cities15000.txt", "\xEF\xBB\xBF" + Places()), File("alternateNames.txt", old_form)}, kAll));
  EXPECT_THAT(Rows()[1], HasSubstr(kArabic));
  EXPECT_THAT(Rows()[1], HasSubstr("\tLOC\t2\tgeonames:11\t"));
}

TEST_F(GeoNamesImport, APlaceOfTwoFilesIsOne) {
  const std::string path = File("JO.txt", Places());
  ASSERT_TRUE(Import({path, path}, kAll));
  EXPECT_EQ(Rows().size(), 5U);
}

TEST_F(GeoNamesImport, BrokenLinesAreNamedAndTheOthersKept) {
  const std::string places =
      Line({"11", "Zanthor", "P", "PPL", "JO", "20000"}) + "12\tUpper Quorvex\n" +
      Line({"x", "Y", "P", "PPL", "JO", "20000"}) + Line({"13", "Y", "P", "PPL", "JO", "20000", "91", "0"}) +
      Line({"14", "Y", "P", "PPL", "Jordan", "20000"}) + Line({"15", "Y", "P", "PPL", "JO", "many"}) +
      Line({"16", "\xC3", "P", "PPL", "JO", "20000"}) + Line({"17", "?!", "P", "PPL", "JO", "20000"});
  const std::string names = Name("11", "en", "Zanthor City") + "17\t11\ten\n" + Name("eleven", "en", "Z") +
                            Name("11", "wkdt", "999") + Name("11", "en", "\xFF");
  const auto done = Import({File("JO.txt", places), File("names.txt", names)}, kAll);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_THAT(done->notes,
              ElementsAre("JO.txt:2: has 2 columns, not 19", "JO.txt:3: geonameid is a number, not 'x'",
                          "JO.txt:4: latitude and longitude are degrees, not '91' and '0'",
                          "JO.txt:5: country code is two capitals, not 'Jordan'",
                          "JO.txt:6: population is a number, not 'many'", "JO.txt:7: the name is no UTF-8",
                          "names.txt:2: has 3 columns, not 10 or 8", "names.txt:3: geonameid is a number, not 'eleven'",
                          "names.txt:4: an id of Wikidata is a number after Q, not '999'",
                          "names.txt:5: the name is no UTF-8"));
  EXPECT_EQ(done->broken, 10U);
  EXPECT_THAT(Rows(), ElementsAre(testing::_, HasSubstr("\tZanthor City|?Zanthor"))) << "'?!' holds no word";
}

TEST_F(GeoNamesImport, WhatIsNoTableIsRefused) {
  EXPECT_THAT(WhyNot({File("list.txt", "a\tb\n")}), HasSubstr("list.txt:1: is no table of GeoNames: it has 2 columns"));
  EXPECT_THAT(WhyNot({File("all.zip", "PK\x03\x04...")}), HasSubstr("is a zip archive: unpack it"));
  EXPECT_THAT(WhyNot({File("names.txt", Names())}), HasSubstr("none of the files is a table of places"));
  EXPECT_THAT(WhyNot({"/nowhere/all.txt"}), HasSubstr("No such file"));
  EXPECT_THAT(WhyNot({File("empty.txt", "")}), HasSubstr("is no table of GeoNames"));
}

TEST_F(GeoNamesImport, TheGazetteerReadsWhatItWrites) {
  ASSERT_TRUE(Import(kAll));
  const std::vector<tag::GazetteerFile> files = {{"world.tsv", out_.str()}};
  const auto gazetteer = tag::Gazetteer::Parse(files);
  ASSERT_TRUE(gazetteer) << gazetteer.error().message;
  EXPECT_EQ((*gazetteer)->entity_count(), 4U);
  EXPECT_EQ((*gazetteer)->CoordinatesOf((*gazetteer)->entity(0))->latitude, 319'552'200);
}

}  // namespace
}  // namespace marsad::cli

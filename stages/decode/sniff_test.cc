#include "stages/decode/sniff.h"

#include <gtest/gtest.h>

#include <string>

#include "stages/decode/formats.h"

namespace marsad::decode {
namespace {

TEST(GuessMarkup, GoesByDoctypeAndFirstElement) {
  for (const char* text :
       {"<!DOCTYPE html><x>", "<HTML lang=ar>", "<?xml version='1.0'?>\n<!-- <rss> -->\n<html xmlns='x'>", "<p>News",
        "<h1/>", "<!doctype HTML PUBLIC \"x\">"}) {
    EXPECT_EQ(GuessMarkup(text), Markup::kHtml) << text;
  }
  for (const char* text : {"<rss version='2.0'>", "<?xml version='1.0'?><feed>", "<newsItem>", "<rdf:RDF>", "<item>",
                           "<", "<!-- ", "<?xml", "<!DOCTYPE rss>", "<!DOCTYPE", "<pubDate>"}) {
    EXPECT_EQ(GuessMarkup(text), Markup::kXml) << text;
  }
}

TEST(GuessMarkup, LooksNoFurtherThanItSays) {
  EXPECT_EQ(GuessMarkup("<!--" + std::string(2'000, ' ') + "--><html>"), Markup::kXml);
}

TEST(DeclaredCharset, OfUtf16IsWhatTheBytesShow) {
  EXPECT_EQ(DeclaredCharset(std::string_view("<\0?\0x\0m\0l\0", 10)), "utf-16le");
  EXPECT_EQ(DeclaredCharset(std::string_view("\0<\0?\0x\0m\0l", 10)), "utf-16be");
  EXPECT_EQ(DeclaredCharset("<?xml version='1.0' encoding='UTF-16'?><rss/>"), "");
}

TEST(DeclaredCharset, IsWhatTheMarkupSays) {
  EXPECT_EQ(DeclaredCharset("<?xml version=\"1.0\" encoding=\"Windows-1256\" ?><rss>"), "windows-1256");
  EXPECT_EQ(DeclaredCharset("<?xml version='1.0' encoding = 'koi8-r'?>"), "koi8-r");
  EXPECT_EQ(DeclaredCharset("<html><head><META CHARSET=utf-8>"), "utf-8");
  EXPECT_EQ(DeclaredCharset("<meta name=x><meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-6\">"),
            "iso-8859-6");
  for (const char* none : {"", "<?xml version=\"1.0\"?><rss encoding=\"x\">", "<p charset=x>", "<meta charset",
                           "<?xml encoding=", "<meta charset=>"}) {
    EXPECT_EQ(DeclaredCharset(none), "") << none;
  }
}

TEST(GuessMediaType, TellsJsonMarkupAndText) {
  EXPECT_EQ(GuessMediaType(" \n{"), "application/json");
  EXPECT_EQ(GuessMediaType("["), "application/json");
  EXPECT_EQ(GuessMediaType("  <rss>"), "application/xml");
  EXPECT_EQ(GuessMediaType("<!doctype html>"), "text/html");
  EXPECT_EQ(GuessMediaType("\xD8\xA3"), "text/plain");  // ALEF WITH HAMZA ABOVE
  EXPECT_EQ(GuessMediaType("12:30"), "");
  EXPECT_EQ(GuessMediaType(""), "");
}

TEST(FindFormat, GoesByNameThenBySuffix) {
  ASSERT_NE(FindFormat("application/json"), nullptr);
  EXPECT_EQ(FindFormat("application/ld+json"), FindFormat("application/json"));
  EXPECT_EQ(FindFormat("image/png"), nullptr);
  EXPECT_EQ(FindFormat(""), nullptr);
}

}  // namespace
}  // namespace marsad::decode

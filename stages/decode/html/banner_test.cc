// Pages whose banner shows the name of the site as a heading: whichever is the title is found.
#include "stages/decode/html/banner.h"

#include <gtest/gtest.h>

#include <string>

#include "stages/decode/html/page.h"

namespace marsad::decode {
namespace {

constexpr std::string_view kMenu =
    "<a href='/'>Home</a> <a href='/about'>About</a> <a href='laws.aspx?id=2'>Laws</a> <a href='/contact'>Contact</a>";
constexpr std::string_view kText =
    "<p>The minister received the fishermen of the lake in her office this morning, and heard what they ask for.</p>"
    "<p>Patrols begin on the lake at the beginning of next week, said the minister, and will go on until the "
    "spring.</p>"
    "<p>Fishing with electric current is forbidden, and whoever is seen with it pays a fine of two hundred crowns.</p>"
    "<p>The fishermen asked for cards of health insurance as well, which the ministry will discuss with two "
    "others.</p>";

// The title of a page with `head` in its <title>, the site's name and the article's title in these elements, with `menu`
// between them, and `end` after the text.
struct Page {
  std::string document;
  std::string name;
  std::string title;
  std::string_view menu = kMenu;
  std::string end = {};
};

std::string TitleOf(const Page& page) {
  const std::string html = "<html><head><title>" + page.document + "</title></head><body><table><tr><td>" + page.name +
                           "</td></tr><tr><td>" + std::string(page.menu) + "</td></tr><tr><td>" + page.title + "<div>" +
                           std::string(kText) + "</div></td></tr><tr><td>" + page.end +
                           "</td></tr></table></body></html>";
  const OrRefusal<Draft> draft = ReadHtmlPage(html, 200);
  EXPECT_TRUE(draft) << html;
  return draft ? draft->title : "";
}

TEST(Banner, ItsNameIsNoTitle) {
  const std::string ministry = "<h1>Ministry of Lakes</h1>";
  const std::string title = "Minister receives fishermen";
  EXPECT_EQ(TitleOf({.document = "Ministry of Lakes - News",
                     .name = ministry,
                     .title = "<h2 class=news-title>" + title + "</h2>"}),
            title);
  EXPECT_EQ(TitleOf({.document = "News", .name = ministry, .title = "<h2>" + title + "</h2>"}), title);
  EXPECT_EQ(TitleOf({.document = "Ministry of Lakes",
                     .name = ministry,
                     .title = "<h3>" + title + "</h3>",
                     .end = "&copy; Ministry of Lakes 2026"}),
            title);
  EXPECT_EQ(
      TitleOf(
          {.document = "Ministry of Lakes: News", .name = ministry, .title = "<div class=title>" + title + "</div>"}),
      title);
}

TEST(Banner, TheSectionIsNoTitle) {
  const std::string title = "Spider hunts without any web";
  const std::string links = "<a href='/science'>Science</a><a href='/sport'>Sport</a>";
  for (const std::string head : {"Science - The Quay", "The Quay", "Spider hunts without any web - The Quay"}) {
    EXPECT_EQ(
        TitleOf({.document = head, .name = links + "<h1>Science</h1>", .title = "<h2>" + title + "</h2>", .menu = ""}),
        title)
        << head;
  }
  EXPECT_EQ(TitleOf({.document = "Storm! - The Quay",
                     .name = links + "<h1>Storm!</h1>",
                     .title = "<h2>What the town knows by now</h2>",
                     .menu = ""}),
            "Storm!");
}

TEST(Banner, IsNoneWithoutAMenuBelow) {
  const std::string title = "Minister receives fishermen";
  const std::string below = "<h2>Patrols from next week</h2>";
  const std::string shares =
      "<a href='https://a.example/share'>A</a><a href='https://b.example/share'>B</a><a href='#c'>C</a>";
  EXPECT_EQ(TitleOf({.document = title + " - Ministry of Lakes",
                     .name = "<h1>" + title + "</h1>",
                     .title = below,
                     .menu = shares}),
            title);
  EXPECT_EQ(TitleOf({.document = title + " - Ministry of Lakes", .name = "<h1>" + title + "</h1>", .title = below}),
            title);
}

}  // namespace
}  // namespace marsad::decode

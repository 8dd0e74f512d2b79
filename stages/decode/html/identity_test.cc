#include "stages/decode/html/identity.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace marsad::decode {
namespace {

NewsItem Item(const std::string& headline, const std::string& address, bool is_listed = false) {
  NewsItem item;
  item.rank = 3;
  item.is_listed = is_listed;
  item.headline = headline;
  if (!address.empty()) item.addresses = {address};
  return item;
}

const PageSigns kSigns{.addresses = {"https://site.example/news/bridge-opens"},
                       .titles = {"Bridge over the Wend opens on Monday", "Bridge over the Wend opens | Site"}};

std::string Chosen(std::vector<NewsItem> items, const PageSigns& signs = kSigns) {
  const auto own = OwnNews(std::move(items), signs);
  return own ? own->headline : "(none)";
}

TEST(Identity, TakesTheOneWithThePagesAddressOrTitle) {
  EXPECT_EQ(Chosen({Item("Otter in the lock", "https://site.example/otter"),
                    Item("Crossing ready", "https://www.site.example/news/bridge-opens/?utm_source=x#top")}),
            "Crossing ready");
  EXPECT_EQ(Chosen({Item("Otter moves into the lock", ""), Item("Bridge over the Wend opens on Monday", "")}),
            "Bridge over the Wend opens on Monday");
  // A list may hold the page's own article as well.
  EXPECT_EQ(Chosen({Item("Otter moves into the lock", "", true), Item("Bridge over the Wend opens...", "", true)}),
            "Bridge over the Wend opens...");
}

TEST(Identity, TakesNoOther) {
  EXPECT_EQ(Chosen({Item("Otter moves into the lock", "https://site.example/otter")}), "(none)");
  EXPECT_EQ(Chosen({Item("Otter moves into the lock", "")}), "(none)");
  EXPECT_EQ(Chosen({Item("Monday markets", "", true)}), "(none)");
}

TEST(Identity, TakesWhatNothingContradicts) {
  EXPECT_EQ(Chosen({Item("Wend crossing ready for Monday traffic", "https://site.example/")}),
            "Wend crossing ready for Monday traffic");
  EXPECT_EQ(Chosen({Item("Anything", "/x")}, PageSigns()), "Anything");
}

TEST(Identity, FillsWhatIsOpenFromOthersOfThePage) {
  NewsItem live = Item("Bridge over the Wend opens", "");
  live.rank = 2;
  live.updates = {{.headline = "Ribbon cut", .body = "At noon."}};
  const auto own = OwnNews({Item("Bridge over the Wend opens on Monday", ""), live}, kSigns);
  ASSERT_TRUE(own);
  EXPECT_EQ(own->updates.size(), 1U);
}

TEST(Identity, ComparesAddresses) {
  const std::string page = "https://site.example/a/b";
  for (const char* same : {"http://site.example/a/b/", "//m.site.example/a/b", "/a/b", "https://site.example/a/b.html",
                           "https://site.example/amp/a/b", "https://site.example/a/b/amp", "/a/b?fbclid=1"}) {
    EXPECT_EQ(IsSamePage(page, same), true) << same;
  }
  for (const char* other : {"/a/c", "https://other.example/a/b"}) EXPECT_EQ(IsSamePage(page, other), false) << other;
  for (const char* nothing : {"", "#top", "https://site.example/", "https://site.example"}) {
    EXPECT_FALSE(IsSamePage(page, nothing).has_value()) << nothing;
  }
  EXPECT_EQ(IsSamePage("/n.php?id=1", "/n.php?id=2"), false);
}

}  // namespace
}  // namespace marsad::decode

// What a stranger can send costs no more than its bound, whatever the format.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "stages/decode/limits.h"
#include "stages/decode/testing/decode_fixture.h"

namespace {

// All of this process: the decoder runs in one thread.
std::atomic<size_t> g_live = 0;
std::atomic<size_t> g_peak = 0;

void* Count(void* block) {
  if (block == nullptr) std::abort();
  const size_t live = g_live += malloc_usable_size(block);
  if (live > g_peak) g_peak = live;
  return block;
}

void Release(void* block) {
  if (block != nullptr) g_live -= malloc_usable_size(block);
  std::free(block);
}

}  // namespace

void* operator new(size_t bytes) { return Count(std::malloc(bytes)); }
void* operator new[](size_t bytes) { return Count(std::malloc(bytes)); }
void* operator new(size_t bytes, const std::nothrow_t&) noexcept { return Count(std::malloc(bytes)); }
void* operator new[](size_t bytes, const std::nothrow_t&) noexcept { return Count(std::malloc(bytes)); }
void operator delete(void* block) noexcept { Release(block); }
void operator delete[](void* block) noexcept { Release(block); }
void operator delete(void* block, size_t) noexcept { Release(block); }
void operator delete[](void* block, size_t) noexcept { Release(block); }

namespace marsad::decode {
namespace {

using testing::HasSubstr;

using BoundsTest = DecodeTest;

constexpr size_t kLong = 150'000;           // bytes of each description
constexpr size_t kMostLive = 32U << 20;     // bench/README.md: the largest article ten times, with room for its parser
constexpr size_t kMostWritten = 12U << 20;  // limits.enriched_bytes

std::string Long(char c) {
  std::string text;
  while (text.size() < kLong) text += std::string(9, c) + ' ';
  return text;
}

std::string Items(const std::string& item) {
  std::string items;
  for (int i = 0; i < 900; ++i) items += item;
  return items;
}

struct Case {
  const char* type;
  std::string value;
};

// `form` with what its marks stand for: @T, @N, @L long texts, @I items of JSON.
std::string Put(std::string form) {
  std::string items = R"({"title":"A","content_text":"B"})";
  const std::string item = "," + items;
  for (int i = 0; i < 900; ++i) items += item;
  const std::pair<std::string_view, std::string> marks[] = {
      {"@T", Long('t')}, {"@N", Long('n')}, {"@L", "https://h.example/" + std::string(kLong, 'l')}, {"@I", items}};
  for (const auto& [mark, text] : marks) {
    for (size_t at = form.find(mark); at != std::string::npos; at = form.find(mark, at + text.size())) {
      form.replace(at, mark.size(), text);
    }
  }
  return form;
}

std::vector<Case> Cases() {
  const std::string rss = "<rss><channel><title>@T</title><link>@L</link><author>@N</author><language>@N</language>";
  const std::string atom =
      "<feed xmlns='http://www.w3.org/2005/Atom'><title>@T</title><id>@L</id><author><name>@N</name></author>";
  return {
      {"application/rss+xml", Put(rss + Items("<item><title>A</title></item>") + "</channel></rss>")},
      {"application/atom+xml", Put(atom + Items("<entry><title>A</title><id>1</id></entry>") + "</feed>")},
      {"application/json", Put(R"({"version":"https://jsonfeed.org/version/1","title":"@T","home_page_url":"@L",)"
                               R"("authors":[{"name":"@N"}],"items":[@I]})")},
      {"application/json", Put(R"({"title":"A","authors":["@N"],"source":{"name":"@T"},"url":"@L"})")},
      {"application/xml", Put("<newsItem guid='x:1'><itemMeta><provider literal='@N'/></itemMeta><contentMeta><creator "
                              "literal='@N'/><headline>A</headline></contentMeta></newsItem>")},
      {"application/xml",
       Put("<nitf><body><body.head><hedline><hl1>A</hl1></hedline><byline>@N</byline><distributor>@T</distributor>"
           "</body.head><body.content><p>B</p></body.content></body></nitf>")},
      {"text/html", Put("<html><head><meta property='og:site_name' content='@T'><meta name='author' content='@N'>"
                        "</head><body><article><h1>A</h1><p>The ferry sails again.</p></article></body></html>")},
      {"text/plain", Put("A title\n\n@T")},
  };
}

TEST_F(BoundsTest, AllocatesAndWritesNoMoreThanItsBound) {
  for (const Case& c : Cases()) {
    const size_t before = g_live;
    g_peak = before;
    const pipeline::Decoded decoded = Decode(c.value, c.type);
    const auto articles = pipeline::ArticlesOf(decoded);
    EXPECT_LT(g_peak - before, kMostLive) << c.type;
    ASSERT_FALSE(articles.empty()) << c.type;
    size_t written = 0;
    for (const pipeline::KeyedArticle& article : articles) written += article.delta.size();
    EXPECT_LT(written, kMostWritten) << c.type;
  }
}

TEST_F(BoundsTest, SaysWhatItCut) {
  const v1::Article article =
      Article(R"({"title":"A","body":"B","source":{"name":")" + Long('n') + R"("},"url":"https://h.example/)" +
              std::string(3000, 'l') + R"(","authors":[")" + Long('a') + R"("]})");
  EXPECT_LE(article.source().name().size(), kMaxSourceNameBytes);
  EXPECT_LE(article.authors(0).size(), kMaxAuthorBytes);
  EXPECT_FALSE(article.has_url());
  EXPECT_THAT(article.input().ignored_fields(),
              testing::Contains(HasSubstr("source.name: cut to 500 of 150000 bytes")));
  EXPECT_THAT(article.input().ignored_fields(), testing::Contains(HasSubstr("url: longer than 2048 bytes")));
}

TEST_F(BoundsTest, KeepsApartItemsThatShareAGuid) {
  const std::string one = "<item><title>A</title><guid>urn:x:1</guid><link>https://h.example/1</link></item>";
  const std::string two = "<item><title>B</title><guid>urn:x:1</guid><link>https://h.example/1</link></item>";
  const auto uris = [&](const std::string& items) {
    std::vector<std::string> all;
    for (const v1::Article& article : Articles("<rss><channel>" + items + "</channel></rss>", "application/rss+xml"))
      all.push_back(article.uri());
    return all;
  };
  EXPECT_THAT(uris(one + two), testing::ElementsAre("urn:x:1#A", "urn:x:1#B"));
  EXPECT_THAT(uris(two + one), testing::ElementsAre("urn:x:1#B", "urn:x:1#A")) << "the place says nothing";
  EXPECT_THAT(uris(one + one), testing::ElementsAre("urn:x:1", "urn:x:1")) << "the same once more";
  EXPECT_THAT(uris(two), testing::ElementsAre("urn:x:1")) << "alone it is an update";
}

TEST_F(BoundsTest, LeavesOutShareBoxesAndListsOfOtherItems) {
  const auto body = [&](const std::string& html) {
    return Articles("<rss><channel><item><title>A</title><guid>x:1</guid><description><![CDATA[" + html +
                        "]]></description></item></channel></rss>",
                    "application/rss+xml")
        .at(0)
        .body();
  };
  EXPECT_EQ(body("<p>Text.</p><ul><li><a href='#'>Facebook</a></li><li><a href='#'>X</a></li></ul>"), "Text.");
  EXPECT_EQ(body("<p>Text.</p><p><a href='#'>Facebook</a> | <a href='#'>X</a></p><p>More.</p>"), "Text.\nMore.");
  EXPECT_EQ(body("<ol><li><a href='/1'>A long headline here</a> Paper</li><li><a href='/2'>Another headline</a> "
                 "Page</li></ol>"),
            "");
  EXPECT_EQ(body("<ul><li>One with a <a href='/1'>link</a> in it</li><li>Two</li></ul>"), "One with a link in it\nTwo");
}

TEST_F(BoundsTest, KeepsWhatIsTiedToAnArticle) {
  const v1::Article ninjs =
      Article(R"({"headline":"A","body_text":"B","associations":{"featuremedia":{"uri":"x:pic","type":"picture"}}})");
  ASSERT_EQ(ninjs.related_size(), 1);
  EXPECT_EQ(ninjs.related(0).uri(), "x:pic");
  EXPECT_EQ(ninjs.related(0).relation(), "featuremedia");
  const v1::Article newsml = Article(
      "<newsItem guid='x:1'><itemMeta><link rel='irel:seeAlso' "
      "residref='x:2'/></itemMeta><contentMeta><headline>A</headline>"
      "</contentMeta></newsItem>",
      "application/xml");
  ASSERT_EQ(newsml.related_size(), 1);
  EXPECT_EQ(newsml.related(0).uri(), "x:2");
  EXPECT_EQ(newsml.related(0).relation(), "seeAlso");
}

TEST_F(BoundsTest, ReadsJsonLines) {
  const auto articles = Articles("{\"title\":\"A\"}\n\n{\"title\":\"B\"}\n", "application/x-ndjson");
  ASSERT_EQ(articles.size(), 2U);
  EXPECT_EQ(articles[1].title(), "B");
}

}  // namespace
}  // namespace marsad::decode

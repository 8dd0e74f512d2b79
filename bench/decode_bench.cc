// What decode costs for a 4 KB Arabic article in each format: alone, in a page of 60 KB, in a feed of fifty. items_per_second is articles per CPU-second.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "bench/arabic_article.h"
#include "lib/base/utf8.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"

namespace marsad::decode {
namespace {

constexpr int kFeedItems = 50;

void Escape(std::string_view text, std::string* json) {
  for (const char c : text) {
    if (c == '\n') {
      *json += "\\n";
    } else {
      *json += c;
    }
  }
}

std::string Json() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  std::string json =
      R"({"uri":"tag:example.org,2026:17","version":2,"language":"ar","published":"2026-11-03T14:30:00+02:00",)"
      R"("source":{"name":"Example","uri":"https://example.org","country":"EG"},"authors":["A"],"title":")";
  Escape(article.title, &json);
  json += R"(","body":")";
  Escape(article.body, &json);
  return json += "\"}";
}

std::string PlainText() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  return article.title + "\n\n" + article.body;
}

std::string Protobuf() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  v1::Article message;
  message.set_uri("tag:example.org,2026:17");
  message.set_title(article.title);
  message.set_body(article.body);
  return message.SerializeAsString();
}

// The article's paragraphs in `open` and `close`.
std::string Paragraphs(const std::string& body, std::string_view open, std::string_view close) {
  std::string html;
  for (size_t at = 0; at < body.size();) {
    const size_t end = std::min(body.find('\n', at), body.size());
    if (end > at) html.append(open).append(body, at, end - at).append(close);
    at = end + 1;
  }
  return html;
}

// A page of some 60 KB as news sites send them: the article is a twelfth, the rest scripts, styles, links and boxes.
std::string Page() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  std::string page =
      "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=\"utf-8\"><title>" + article.title +
      "</title><link rel=\"canonical\" href=\"https://example.org/17\"><script type=\"application/ld+json\">"
      R"({"@type":"NewsArticle","datePublished":"2026-11-03T14:30:00+02:00","author":{"name":"A"}})"
      "</script><script>";
  for (int i = 0; i < 300; ++i)
    page += "window.q = window.q || []; q.push({id: " + std::to_string(i) + ", on: true});\n";
  page += "</script></head><body><nav><ul>";
  for (int i = 0; i < 160; ++i) {
    page += "<li class=\"menu-item menu-item-type\"><a class=\"link link--plain\" href=\"/section/" +
            std::to_string(i) + "\"><span>Section</span></a></li>\n";
  }
  page += "</ul></nav><main><article class=\"post\"><h1>" + article.title + "</h1>" +
          Paragraphs(article.body, "<p class=\"text\">", "</p>\n") + "</article></main><aside>";
  for (int i = 0; i < 85; ++i) {
    page +=
        "<div class=\"card card--teaser\" data-id=\"" + std::to_string(i) +
        "\"><a href=\"/news/1\"><img src=\"/images/1.jpg\" alt=\"\" loading=\"lazy\" width=\"320\" height=\"180\"></a>"
        "<h3><a href=\"/news/1\">Another headline of the day</a></h3></div>\n";
  }
  return page += "</aside><footer>2026</footer></body></html>";
}

// A feed of fifty such articles.
std::string Feed() {
  const bench::ArabicArticle article = bench::LoadArabicArticle();
  std::string feed =
      "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>"
      "<title>Example</title><link>https://example.org/</link>";
  for (int i = 0; i < kFeedItems; ++i) {
    feed += "<item><guid>https://example.org/" + std::to_string(i) + "</guid><title>" + article.title +
            "</title><pubDate>Tue, 03 Nov 2026 14:30:00 +0200</pubDate><content:encoded><![CDATA[" +
            Paragraphs(article.body, "<p>", "</p>\n") + "]]></content:encoded></item>";
  }
  return feed += "</channel></rss>";
}

void Run(benchmark::State& state, const std::string& value, std::string_view type) {
  const auto decoder = (*LoadDecode(config::v1::Config()))();
  const record::HeaderView header{.key = "content-type", .value = type};
  for (auto _ : state) {
    const pipeline::Decoded decoded = decoder->Decode({.value = value,
                                                       .headers = {&header, 1},
                                                       .timestamp = Timestamp::FromMillis(1'793'716'200'000),
                                                       .topic = "news.raw",
                                                       .partition = Partition(0),
                                                       .offset = Offset(17)});
    if (!std::holds_alternative<std::vector<pipeline::KeyedArticle>>(decoded)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(&decoded);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(value.size()));
}

void BM_DecodeJson(benchmark::State& state) { Run(state, Json(), "application/json"); }
void BM_DecodeText(benchmark::State& state) { Run(state, PlainText(), "text/plain; charset=utf-8"); }
void BM_DecodeProtobuf(benchmark::State& state) { Run(state, Protobuf(), "application/x-protobuf"); }
void BM_DecodePage(benchmark::State& state) { Run(state, Page(), "text/html"); }
void BM_DecodeFeed(benchmark::State& state) {
  Run(state, Feed(), "application/rss+xml");
  state.SetItemsProcessed(state.iterations() * kFeedItems);
}
BENCHMARK(BM_DecodePage);
BENCHMARK(BM_DecodeFeed);
BENCHMARK(BM_DecodeJson);
BENCHMARK(BM_DecodeText);
BENCHMARK(BM_DecodeProtobuf);

void BM_IsValidUtf8(benchmark::State& state) {
  const std::string text = PlainText();
  for (auto _ : state) benchmark::DoNotOptimize(IsValidUtf8(text));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}
BENCHMARK(BM_IsValidUtf8);

}  // namespace
}  // namespace marsad::decode

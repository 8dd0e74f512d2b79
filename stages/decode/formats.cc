#include "stages/decode/formats.h"

#include <algorithm>
#include <span>

#include "lib/text/utf8.h"
#include "stages/decode/binary.h"
#include "stages/decode/csv/article.h"
#include "stages/decode/html/page.h"
#include "stages/decode/sniff.h"
#include "stages/decode/text_article.h"
#include "stages/decode/xml/article.h"

namespace marsad::decode {
namespace {

// Plain text and HTML are the formats that any bytes fit.
OrRefusal<Drafts> ReadPlain(const Reading& in) {
  if (auto is_text = CheckControls(in.text); !is_text) return tl::unexpected(std::move(is_text.error()));
  return ReadTextArticle(in.text).map(Drafts::One);
}

OrRefusal<Drafts> ReadJson(const Reading& in) { return in.json.Read(in.text, in.limits); }

// One JSON value a line.
OrRefusal<Drafts> ReadJsonLines(const Reading& in) {
  Drafts all;
  all.is_list = true;
  std::string_view rest = in.text;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (all.IsFull(in.limits.feed_items)) {
      ++all.beyond;
      continue;
    }
    OrRefusal<Drafts> read = in.json.Read(line, in.limits);
    if (!read || read->drafts.empty()) {
      const Refusal none{Fault::kMissingField, "the line holds no article"};
      all.Add(tl::unexpected(!read                   ? read.error()
                             : read->refused.empty() ? none
                                                     : read->refused.front().why),
              in.limits.feed_items);
      continue;
    }
    for (Draft& draft : read->drafts) all.Add(std::move(draft), in.limits.feed_items);
  }
  return all;
}

OrRefusal<Drafts> ReadCsv(const Reading& in) {
  if (auto is_text = CheckControls(in.text); !is_text) return tl::unexpected(std::move(is_text.error()));
  return ReadCsvArticles(in.text, in.limits, &in.json);
}

OrRefusal<Drafts> ReadXml(const Reading& in) { return ReadXmlArticles(in.text, in.limits); }

OrRefusal<Drafts> ReadHtml(const Reading& in) {
  if (auto is_text = CheckControls(in.text); !is_text) return tl::unexpected(std::move(is_text.error()));
  return ReadHtmlPage(in.text, in.limits.nesting).map(Drafts::One);
}

constexpr Format kFormats[] = {
    {.media_types = {"text/plain", "message/rfc822"}, .read = ReadPlain},
    {.media_types = {"application/json", "text/json"}, .read = ReadJson, .is_json = true},
    {.media_types = {"application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines"},
     .read = ReadJsonLines,
     .is_lines = true},
    {.media_types = {"text/csv", "text/tab-separated-values", "application/csv"}, .read = ReadCsv, .is_lines = true},
    {.media_types = {"application/xml", "text/xml", "application/rss+xml", "application/atom+xml",
                     "application/rdf+xml", "application/vnd.iptc.g2.newsitem+xml",
                     "application/vnd.iptc.g2.newsmessage+xml", "application/nitf+xml"},
     .read = ReadXml,
     .is_markup = true},
    {.media_types = {"text/html", "application/xhtml+xml"}, .read = ReadHtml, .is_markup = true},
};

constexpr std::string_view kProtobufTypes = "application/x-protobuf (marsad.v1.Article or marsad.v1.EnrichedArticle)";

const Format* FindExactly(std::string_view media_type) {
  for (const Format& format : kFormats) {
    if (std::ranges::find(format.media_types, media_type) != std::end(format.media_types)) return &format;
  }
  return nullptr;
}

constexpr std::string_view kXmlRoots[] = {"rss",   "rdf",      "feed",        "channel", "item",
                                          "entry", "newsitem", "newsmessage", "nitf"};
constexpr std::string_view kPageRoots[] = {"html", "head", "body"};

// An object, or a list that holds one; no text in brackets such as "[Update] ...".
bool LooksLikeJson(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos || (text[begin] != '{' && text[begin] != '[')) return false;
  const size_t next = text.find_first_not_of(kBlanks, begin + 1);
  return next != std::string_view::npos && text[next] == (text[begin] == '{' ? '"' : '{');
}

bool Holds(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

const Format& FormatByLooks(const Format& declared, std::string_view text) {
  if (declared.is_lines) return declared;
  if (!declared.is_json && LooksLikeJson(text)) return *FindExactly("application/json");
  const std::string root = RootName(text);
  if (root.empty()) return declared;
  if (Holds(kXmlRoots, root)) return *FindExactly("application/xml");
  if (Holds(kPageRoots, root)) return *FindExactly("text/html");
  return declared;
}

const Format* FindFormat(std::string_view media_type) {
  if (media_type.empty()) return nullptr;
  if (const Format* format = FindExactly(media_type)) return format;
  if (media_type.ends_with("+json")) return FindExactly("application/json");
  if (media_type.ends_with("+xml")) return FindExactly("application/xml");
  return nullptr;
}

std::string_view GuessMediaType(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  const char first = begin == std::string_view::npos ? '\0' : text[begin];
  // "[Update] ..." is text.
  if (first == '{' || (first == '[' && !text::HasLetter(text.substr(begin, 2)))) return "application/json";
  if (first == '<') return GuessMarkup(text.substr(begin)) == Markup::kHtml ? "text/html" : "application/xml";
  return text::HasLetter(text) ? "text/plain" : "";
}

std::string AcceptedTypes() {
  std::string types;
  for (const Format& format : kFormats) {
    for (const std::string_view type : format.media_types) {
      if (!type.empty()) types += std::string(type) + ", ";
    }
  }
  return types.replace(types.size() - 2, 2, " and ") + std::string(kProtobufTypes);
}

}  // namespace marsad::decode

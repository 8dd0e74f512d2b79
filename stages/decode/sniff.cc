#include "stages/decode/sniff.h"

#include <algorithm>

namespace marsad::decode {
namespace {

constexpr size_t kLooked = 1024;
constexpr std::string_view kBlanks = " \t\r\n\f";

// Elements that open HTML without a doctype: HTML 5.2, 4, those that may stand first in a page or in a fragment of news.
constexpr std::string_view kHtmlNames[] = {
    "html", "head",   "body",    "title", "meta",       "link",    "base",  "style", "script", "div",
    "p",    "span",   "a",       "b",     "i",          "em",      "img",   "br",    "h1",     "h2",
    "h3",   "h4",     "h5",      "h6",    "ul",         "ol",      "table", "main",  "nav",    "hr",
    "font", "center", "article", "form",  "blockquote", "section", "u",     "pre",   "header", "strong"};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool IsNameEnd(char c) { return kBlanks.find(c) != std::string_view::npos || c == '>' || c == '/'; }

// What follows a declaration, comment or instruction that `text` begins with; empty if it does not end.
std::string_view Behind(std::string_view text, std::string_view closer) {
  const size_t end = text.find(closer);
  if (end == std::string_view::npos) return {};
  text.remove_prefix(end + closer.size());
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text;
}

// The value of `name=` in lower-case `text`, quoted or not; empty if there is none.
std::string_view ValueOf(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    size_t begin = text.find_first_not_of(kBlanks, at + name.size());
    if (begin == std::string_view::npos || text[begin] != '=') continue;
    begin = text.find_first_not_of(" \t\r\n\f\"'", begin + 1);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_first_of(" \t\r\n\f\"';/>?", begin) - begin);
  }
  return {};
}

}  // namespace

std::string RootName(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  if (!text.starts_with('<')) return {};
  std::string lower(text.substr(0, kLooked));
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  std::string_view rest = lower;
  while (rest.size() > 1 && rest[0] == '<') {
    if (rest.starts_with("<!--")) {
      rest = Behind(rest, "-->");
    } else if (rest[1] == '?') {
      rest = Behind(rest, "?>");
    } else if (rest.starts_with("<!doctype")) {
      rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks, 9), rest.size()));
      return std::string(
          rest.substr(0, static_cast<size_t>(std::find_if(rest.begin(), rest.end(), IsNameEnd) - rest.begin())));
    } else {
      break;
    }
  }
  if (rest.empty() || rest[0] != '<') return {};
  rest.remove_prefix(1);
  const std::string_view name =
      rest.substr(0, static_cast<size_t>(std::find_if(rest.begin(), rest.end(), IsNameEnd) - rest.begin()));
  return std::string(name.substr(name.find(':') + 1));
}

Markup GuessMarkup(std::string_view text) {
  return std::ranges::find(kHtmlNames, RootName(text)) != std::end(kHtmlNames) ? Markup::kHtml : Markup::kXml;
}

std::string DeclaredCharset(std::string_view bytes) {
  // XML 1.0, appendix F: "<?" in two bytes each. What is read in single bytes here is not UTF-16, whatever it declares:
  // it was converted by someone who left the declaration as it was.
  if (bytes.starts_with(std::string_view("<\0?\0", 4))) return "utf-16le";
  if (bytes.starts_with(std::string_view("\0<\0?", 4))) return "utf-16be";
  std::string lower(bytes.substr(0, kLooked));
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  const std::string_view text = lower;
  const size_t declaration = text.find("<?xml");
  if (declaration != std::string_view::npos) {
    const std::string_view inside = text.substr(declaration, text.find("?>", declaration) - declaration);
    const std::string_view value = ValueOf(inside, "encoding");
    if (!value.empty()) return value.starts_with("utf-16") ? std::string() : std::string(value);
  }
  for (size_t meta = text.find("<meta"); meta != std::string_view::npos; meta = text.find("<meta", meta + 1)) {
    const std::string_view inside = text.substr(meta, text.find('>', meta) - meta);
    if (const std::string_view value = ValueOf(inside, "charset"); !value.empty()) return std::string(value);
  }
  return {};
}

}  // namespace marsad::decode

#include "stages/decode/xml/text.h"

#include <algorithm>

#include "stages/decode/trim.h"
#include "stages/decode/xml/names.h"

namespace marsad::decode {
namespace {

struct Rewrite {
  std::string_view name;   // of NITF 3
  std::string_view open;   // what HTML calls it; empty: left out with all that is in it
  std::string_view close;  // likewise
};

constexpr Rewrite kRewrites[] = {
    {"hl1", "h1", "h1"},
    {"hl2", "h2", "h2"},
    {"hedline", "div", "div"},
    {"block", "div", "div"},
    {"body.head", "div", "div"},
    {"body.content", "div", "div"},
    {"body.end", "div", "div"},
    {"abstract", "div", "div"},
    {"byline", "p class=\"byline\"", "p"},
    {"byttl", "div", "div"},
    {"dateline", "p class=\"dateline\"", "p"},
    {"bq", "blockquote", "blockquote"},
    {"credit", "p", "p"},
    {"tagline", "p", "p"},
    {"bibliography", "", ""},
    {"note", "div", "div"},
    {"media", "div", "div"},
    {"media-caption", "figcaption", "figcaption"},
    {"media-producer", "figcaption", "figcaption"},
    {"media-reference", "", ""},
    {"media-metadata", "", ""},
    {"media-object", "", ""},
    {"nitf-table", "table", "table"},
    {"nitf-table-metadata", "", ""},
    {"fn", "div", "div"},
    {"datasource", "p", "p"},
};

// Elements that HTML knows to have no end tag.
constexpr std::string_view kVoid[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                      "input", "link", "meta", "param", "source", "track", "wbr"};

// What tells how to read an element; the rest of the attributes says nothing of the text.
constexpr std::string_view kAttributes[] = {"class", "rel",         "itemprop", "href",     "hidden",
                                            "style", "aria-hidden", "colspan",  "datetime", "role"};

void Escape(std::string_view text, std::string* html) {
  for (const char c : text) {
    switch (c) {
      case '<':
        *html += "&lt;";
        break;
      case '&':
        *html += "&amp;";
        break;
      case '"':
        *html += "&quot;";
        break;
      default:
        *html += c;
    }
  }
}

void PutInside(const XmlElement& element, std::string* html);

void PutElement(const XmlElement& element, std::string* html) {
  const auto* rewrite = std::ranges::find(kRewrites, element.name, &Rewrite::name);
  if (rewrite != std::end(kRewrites)) {
    if (rewrite->open.empty()) return;
    (((*html += '<') += rewrite->open) += '>');
    PutInside(element, html);
    ((*html += "</") += rewrite->close) += '>';
    return;
  }
  (*html += '<') += element.name;
  for (const XmlAttribute& attribute : element.attributes) {
    if (!attribute.space.empty() || std::ranges::find(kAttributes, attribute.name) == std::end(kAttributes)) continue;
    ((*html += ' ') += attribute.name) += "=\"";
    Escape(attribute.value, html);
    *html += '"';
  }
  *html += '>';
  // Where a <br> was never closed, what follows it was mended into it.
  PutInside(element, html);
  if (std::ranges::find(kVoid, element.name) != std::end(kVoid)) return;
  ((*html += "</") += element.name) += '>';
}

// Recursive: XmlDocument has bounded the depth.
void PutInside(const XmlElement& element, std::string* html) {
  for (const XmlNode& node : element.children) {
    if (node.element != nullptr) {
      PutElement(*node.element, html);
    } else {
      Escape(node.text, html);
    }
  }
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// &name; or &#1234; at the & that `text` begins with.
bool IsReference(std::string_view text) {
  constexpr size_t kLongest = 33;  // HTML's longest name is CounterClockwiseContourIntegral
  const size_t end = text.substr(0, kLongest + 2).find(';');
  if (end == std::string_view::npos || end < 3) return false;
  const std::string_view name = text.substr(1, end - 1);
  return (name[0] == '#' || IsLetter(name[0])) &&
         std::all_of(name.begin() + 1, name.end(), [](char c) { return IsLetter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string HtmlInside(const XmlElement& element) {
  std::string html;
  PutInside(element, &html);
  return html;
}

bool LooksLikeHtml(std::string_view text) {
  const bool has_end = text.find('>') != std::string_view::npos;
  for (size_t at = text.find_first_of("<&"); at != std::string_view::npos; at = text.find_first_of("<&", at + 1)) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '&' && IsReference(rest)) return true;
    if (rest[0] == '<' && has_end && rest.size() > 1 && (IsLetter(rest[1]) || rest[1] == '/' || rest[1] == '!')) {
      return true;
    }
  }
  return false;
}

OrRefusal<RichText> ReadTextOrHtml(std::string_view text) {
  if (LooksLikeHtml(text)) return ReadHtmlFragment(text);
  return ReadLines(text);
}

RichText ReadLines(std::string_view text) {
  RichText lines;
  text = Trim(text);
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.text += Trim(text.substr(0, end));
    if (end < text.size()) lines.text += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace marsad::decode

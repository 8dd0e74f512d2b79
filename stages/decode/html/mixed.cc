#include "stages/decode/html/mixed.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/base/utf8.h"

namespace marsad::decode {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f";

enum class TagKind { kNone, kAlone, kPairedBlock, kPairedInline };

// Elements that texts of news are made of. Those of one line break the text into lines.
constexpr std::string_view kAlone[] = {"br", "p",  "li", "hr",  "img",    "td",   "tr",
                                       "th", "dd", "dt", "wbr", "source", "embed"};
constexpr std::string_view kPairedBlock[] = {"div",  "ul",     "ol",     "h1",        "h2",         "h3",    "h4",
                                             "h5",   "h6",     "table",  "section",   "article",    "html",  "body",
                                             "main", "figure", "header", "footer",    "blockquote", "aside", "pre",
                                             "dl",   "tbody",  "center", "figcaption"};
constexpr std::string_view kPairedInline[] = {"a",      "b",     "i",     "u",     "em",     "strong", "span",
                                              "font",   "small", "sup",   "sub",   "q",      "cite",   "abbr",
                                              "mark",   "del",   "s",     "ins",   "script", "style",  "code",
                                              "iframe", "time",  "video", "audio", "title",  "head",   "noscript"};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool IsLetter(char c) { return Lower(c) >= 'a' && Lower(c) <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

template <size_t kSize>
bool Holds(const std::string_view (&names)[kSize], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

TagKind KindOf(std::string_view name) {
  if (Holds(kAlone, name)) return TagKind::kAlone;
  if (Holds(kPairedBlock, name)) return TagKind::kPairedBlock;
  return Holds(kPairedInline, name) ? TagKind::kPairedInline : TagKind::kNone;
}

// The lower-case name of the tag, start or end, that `rest` begins with; empty: it begins with none.
std::string TagName(std::string_view rest) {
  constexpr size_t kLongestName = 10;
  std::string name;
  size_t i = rest.size() > 1 && rest[1] == '/' ? 2 : 1;
  for (; i < rest.size() && name.size() <= kLongestName && (IsLetter(rest[i]) || IsDigit(rest[i])); ++i) {
    name += Lower(rest[i]);
  }
  const bool ends =
      i < rest.size() && (rest[i] == '>' || rest[i] == '/' || kBlanks.find(rest[i]) != std::string_view::npos);
  return ends && rest.find('>') != std::string_view::npos ? name : std::string();
}

struct Tags {
  bool has_any = false;
  bool has_block = false;
};

// Start tags are counted until the end tag of one of them comes: one such pair is enough.
Tags FindTags(std::string_view text) {
  Tags tags;
  std::string open;  // names of paired start tags, each after a blank
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string name = TagName(text.substr(at));
    const TagKind kind = name.empty() ? TagKind::kNone : KindOf(name);
    if (kind == TagKind::kNone) continue;
    const bool is_end = text[at + 1] == '/';
    const bool is_pair = is_end && open.find(' ' + name + ' ') != std::string::npos;
    if (kind == TagKind::kAlone || is_pair) {
      tags.has_any = true;
      tags.has_block = tags.has_block || kind != TagKind::kPairedInline;
    }
    if (!is_end && open.find(' ' + name + ' ') == std::string::npos) open += ' ' + name + ' ';
    if (tags.has_block) break;
  }
  return tags;
}

// &name; or &#1234; at the & that `text` begins with.
bool IsReference(std::string_view text) {
  constexpr size_t kLongest = 33;  // HTML's longest name is CounterClockwiseContourIntegral
  const size_t end = text.substr(0, kLongest + 2).find(';');
  if (end == std::string_view::npos || end < 3) return false;
  const std::string_view name = text.substr(1, end - 1);
  const auto is_word = [](char c) { return IsLetter(c) || IsDigit(c); };
  return (name[0] == '#' || IsLetter(name[0])) && std::all_of(name.begin() + 1, name.end(), is_word);
}

// Line breaks outside of tags as tags of their own.
std::string WithBreaks(std::string_view text) {
  std::string html;
  bool is_tag = false;
  for (const char c : text) {
    if (c == '<') is_tag = true;
    if (c == '>') is_tag = false;
    if (c == '\n' && !is_tag) html += "<br>";
    html += c;
  }
  return html;
}

// Nothing but references is read: the rest stands in <pre> with its < as one.
OrRefusal<RichText> ReadReferences(std::string_view text) {
  std::string html = "<pre>\n";
  for (const char c : text) c == '<' ? html += "&lt;" : html += c;
  return ReadHtmlFragment(html += "</pre>");
}

OrRefusal<RichText> ReadTags(std::string_view text, bool has_block) {
  return has_block ? ReadHtmlFragment(text) : ReadHtmlFragment(WithBreaks(text));
}

int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  c = Lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The UTF-16 unit of "\uXXXX" at the front of `rest`.
std::optional<uint32_t> UnitAt(std::string_view rest) {
  if (rest.size() < 6 || rest[0] != '\\' || rest[1] != 'u') return std::nullopt;
  uint32_t unit = 0;
  for (size_t i = 2; i < 6; ++i) {
    if (HexDigit(rest[i]) < 0) return std::nullopt;
    unit = unit * 16 + static_cast<uint32_t>(HexDigit(rest[i]));
  }
  return unit;
}

// Takes the escaped unit `first`, with the `second` after it if the two are a pair: how many bytes the escapes have. Half a
// pair is a character that was lost.
size_t TakeUnits(uint32_t first, std::optional<uint32_t> second, std::string* to) {
  const auto is_high = [](uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; };
  const auto is_low = [](uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; };
  if (is_high(first) && second && is_low(*second)) {
    AppendUtf8(0x10000 + ((first - 0xD800) << 10) + (*second - 0xDC00), to);
    return 12;
  }
  AppendUtf8(is_high(first) || is_low(first) ? 0xFFFD : first, to);
  return 6;
}

// Takes the escape at the front of `rest`: how many bytes it has; 0: it is none.
size_t TakeEscape(std::string_view rest, std::string* to) {
  constexpr std::string_view kNames = "nrt\"/\\";
  constexpr std::string_view kStandFor = "\n\n\t\"/\\";
  if (const std::optional<uint32_t> unit = UnitAt(rest)) return TakeUnits(*unit, UnitAt(rest.substr(6)), to);
  if (rest.starts_with("\\r\\n")) return *to += '\n', 4;
  const size_t name = rest.size() < 2 ? std::string_view::npos : kNames.find(rest[1]);
  if (name == std::string_view::npos) return 0;
  *to += kStandFor[name];
  return 2;
}

// Whether all quotation marks are escaped, two or more.
bool HoldsEscapedQuotes(std::string_view text) {
  size_t quotes = 0;
  for (size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1), ++quotes) {
    if (at == 0 || text[at - 1] != '\\') return false;
  }
  return quotes >= 2;
}

// Whether an escaped line break stands where lines end: after a sentence or a tag, beside another one.
bool HoldsEscapedBreak(std::string_view text) {
  constexpr std::string_view kEnds = ".!?>\")]";
  constexpr std::string_view kArabicQuestionMark = "\xD8\x9F";
  for (size_t at = text.find("\\n"); at != std::string_view::npos; at = text.find("\\n", at + 2)) {
    const std::string_view before = text.substr(0, at);
    const bool ends = at > 0 && kEnds.find(before.back()) != std::string_view::npos;
    if (ends || before.ends_with(kArabicQuestionMark)) return true;
    if (text.substr(at + 2).starts_with("\\n") || before.ends_with("\\r")) return true;
  }
  return false;
}

// What tells escapes from backslashes that were meant: several letters by number, quotation marks that are all escaped, or a line
// break where lines end.
bool IsEscapedTwice(std::string_view text) {
  if (text.find('\\') == std::string_view::npos || text.find('\n') != std::string_view::npos) return false;
  size_t letters = 0;
  for (size_t at = text.find("\\u"); at != std::string_view::npos && letters < 3; at = text.find("\\u", at + 2)) {
    letters += UnitAt(text.substr(at)).has_value();
  }
  return letters >= 3 || HoldsEscapedQuotes(text) || HoldsEscapedBreak(text);
}

}  // namespace

bool HoldsTags(std::string_view text) { return FindTags(text).has_any; }

bool HoldsReferences(std::string_view text) {
  for (size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    if (IsReference(text.substr(at))) return true;
  }
  return false;
}

OrRefusal<RichText> ReadMixed(std::string_view text) {
  const Tags tags = FindTags(text);
  if (tags.has_any) return ReadTags(text, tags.has_block);
  if (!HoldsReferences(text)) return RichText{.text = std::string(text), .markup = {}};
  OrRefusal<RichText> read = ReadReferences(text);
  // Markup whose every tag was escaped.
  const bool was_markup =
      read && read->text.starts_with('<') && read->text.ends_with('>') && FindTags(read->text).has_block;
  return was_markup ? ReadTags(read->text, true) : std::move(read);
}

bool UnescapeTwice(std::string* text) {
  if (!IsEscapedTwice(*text)) return false;
  std::string plain;
  const std::string_view all = *text;
  for (size_t i = 0; i < all.size();) {
    const size_t taken = all[i] == '\\' ? TakeEscape(all.substr(i), &plain) : 0;
    if (taken == 0) plain += all[i];
    i += std::max<size_t>(taken, 1);
  }
  *text = std::move(plain);
  return true;
}

}  // namespace marsad::decode

#include "stages/decode/markdown.h"

#include <algorithm>
#include <vector>

#include "lib/base/utf8.h"
#include "stages/decode/article/byline_line.h"
#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

constexpr size_t kLongestSpan = 1000;  // bytes between two signs that belong together
constexpr int kDeepest = 4;            // signs inside of signs
constexpr size_t kLongestHeading = 100;
constexpr size_t kMostHeadingSigns = 6;
constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

bool IsBlank(char c) { return c == ' ' || c == '\t'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return !IsAscii(c) || IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Takes the signs off one line.
class Line {
 public:
  std::string plain;
  std::vector<Marked> links = {};

  void Add(std::string_view text, int depth = 0) {
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      if (depth < kDeepest) {
        end = Escape(text, at);
        if (end == at) end = Link(text, at, depth);
        if (end == at) end = Emphasis(text, at, depth);
        if (end == at) end = Code(text, at);
      }
      if (end == at) plain += text[end++];
      at = end;
    }
  }

 private:
  // Each returns where it ended; `at`: it is none.
  size_t Escape(std::string_view text, size_t at) {
    if (text[at] != '\\' || at + 1 >= text.size() || kPunctuation.find(text[at + 1]) == kPunctuation.npos) return at;
    plain += text[at + 1];
    return at + 2;
  }

  size_t Link(std::string_view text, size_t at, int depth) {
    const bool is_picture = text.substr(at).starts_with("![");
    if (!is_picture && text[at] != '[') return at;
    const size_t begin = at + (is_picture ? 2 : 1);
    const size_t middle = text.substr(0, begin + kLongestSpan).find("](", begin);
    if (middle == std::string_view::npos) return at;
    const size_t end = text.substr(0, middle + kLongestSpan).find(')', middle);
    if (end == std::string_view::npos) return at;
    if (is_picture) return end + 1;
    const auto from = static_cast<uint32_t>(plain.size());
    Add(text.substr(begin, middle - begin), depth + 1);
    links.push_back({.kind = MarkKind::kLink, .begin = from, .end = static_cast<uint32_t>(plain.size())});
    return end + 1;
  }

  // Where the signs stand that end the emphasis at `begin`, which as many of `signs` opened; npos: nowhere.
  static size_t EndOfEmphasis(std::string_view text, std::string_view signs, size_t begin) {
    const char sign = signs.front();
    const std::string_view within = text.substr(0, begin + kLongestSpan);
    for (size_t end = within.find(signs, begin); end != within.npos; end = within.find(signs, end + 1)) {
      const size_t behind = end + signs.size();
      const bool is_longer = text[end - 1] == sign || (behind < text.size() && text[behind] == sign);
      const bool goes_on = sign == '_' && behind < text.size() && IsLetter(text[behind]);
      if (!is_longer && !goes_on && !IsBlank(text[end - 1])) return end;
    }
    return std::string_view::npos;
  }

  size_t Emphasis(std::string_view text, size_t at, int depth) {
    const char sign = text[at];
    if (sign != '*' && sign != '_') return at;
    const size_t begin = std::min(text.find_first_not_of(sign, at), text.size());
    const size_t count = begin - at;
    const bool is_inside = at > 0 && (sign == '_' ? IsLetter(text[at - 1]) : IsDigit(text[at - 1]));
    if (count > 3 || begin == text.size() || IsBlank(text[begin]) || is_inside) return Keep(text, at, begin);
    const size_t end = EndOfEmphasis(text, text.substr(at, count), begin);
    if (end == std::string_view::npos) return Keep(text, at, begin);
    Add(text.substr(begin, end - begin), depth + 1);
    return end + count;
  }

  size_t Keep(std::string_view text, size_t at, size_t end) {
    plain.append(text, at, end - at);
    return end;
  }

  size_t Code(std::string_view text, size_t at) {
    if (text[at] != '`') return at;
    const size_t end = text.substr(0, at + kLongestSpan).find('`', at + 1);
    if (end == std::string_view::npos) return at;
    plain.append(text, at + 1, end - at - 1);
    return end + 1;
  }
};

// "***", "---", "* * *".
bool IsRule(std::string_view line) {
  const char sign = line.empty() ? ' ' : line[0];
  if (sign != '*' && sign != '-' && sign != '_') return false;
  return std::ranges::count(line, sign) >= 3 &&
         std::ranges::all_of(line, [&](char c) { return c == sign || c == ' '; });
}

// Takes the signs of a heading, an item or a quotation off the front of `line`.
bool TakeBlockSign(std::string_view* line, MarkKind* kind) {
  const size_t signs = std::min(line->find_first_not_of('#'), line->size());
  if (signs > 0 && signs <= kMostHeadingSigns && signs < line->size() && (*line)[signs] == ' ') {
    *line = Trim(line->substr(signs));
    *line = Trim(line->substr(0, line->find_last_not_of('#') + 1));
    *kind = MarkKind::kHeading;
    return true;
  }
  if (line->starts_with('>')) {
    *line = Trim(*line, "> \t\r");
    *kind = MarkKind::kQuote;
    return true;
  }
  if (line->size() < 2 || !IsBlank((*line)[1]) || std::string_view("-*+").find(line->front()) == std::string_view::npos)
    return false;
  *line = Trim(line->substr(2));
  *kind = MarkKind::kListItem;
  return true;
}

// Whether signs of emphasis stand round the whole line.
bool IsEmphasized(std::string_view line) {
  return line.size() > 2 && (line[0] == '*' || line[0] == '_') && line.back() == line[0] && !IsBlank(line[1]);
}

// Whether `line` is a heading because a line of hyphens stands below it.
bool IsUnderlined(std::string_view line, std::string_view rest) {
  const std::string_view below = Trim(rest.substr(0, rest.find('\n')));
  return !line.empty() && line.size() <= kLongestHeading && !line.ends_with('.') && below.size() >= 3 &&
         below.find_first_not_of('-') == std::string_view::npos;
}

// Adds a line with the mark `kind`; kParagraph: none.
void AddLine(const Line& line, MarkKind kind, Draft* draft) {
  const auto begin = static_cast<uint32_t>(draft->body.size());
  draft->body += line.plain;
  const auto behind = static_cast<uint32_t>(draft->body.size());
  if (kind != MarkKind::kParagraph && behind > begin)
    draft->markup.push_back({.kind = kind, .begin = begin, .end = behind});
  for (const Marked& link : line.links)
    draft->markup.push_back({.kind = link.kind, .begin = begin + link.begin, .end = begin + link.end});
}

}  // namespace

std::string PlainMarkdown(std::string_view line) {
  Line plain;
  plain.Add(line);
  return plain.plain;
}

void AddMarkdown(std::string_view text, Draft* draft) {
  bool is_above = true;  // nothing but bylines so far
  while (!text.empty()) {
    std::string_view line = Trim(text.substr(0, text.find('\n')));
    const size_t end = std::min(text.find('\n'), text.size());
    text.remove_prefix(std::min(end + 1, text.size()));
    if (IsRule(line)) continue;
    MarkKind kind = MarkKind::kParagraph;
    if (!TakeBlockSign(&line, &kind) && IsUnderlined(line, text)) kind = MarkKind::kHeading;
    Line plain;
    plain.Add(line);
    if (is_above && kind == MarkKind::kParagraph && IsEmphasized(line)) {
      std::vector<std::string> authors = NamesInByline(plain.plain, Trim(text));
      if (!authors.empty()) kind = MarkKind::kByline;
      if (draft->authors.empty()) draft->authors = std::move(authors);
    }
    is_above = is_above && (line.empty() || kind == MarkKind::kByline);
    AddLine(plain, kind, draft);
    if (!text.empty()) draft->body += '\n';
  }
}

}  // namespace marsad::decode

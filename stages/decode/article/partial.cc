#include "stages/decode/article/partial.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kPartial;
}

namespace marsad::decode {
namespace {

constexpr std::string_view kBlanks = " \t\n";
constexpr std::string_view kEllipses[] = {"...", "\xE2\x80\xA6"};  // HORIZONTAL ELLIPSIS
constexpr std::string_view kBracketed[] = {"[...]", "[\xE2\x80\xA6]", "(...)", "[ ... ]", "[\xE2\x80\xA6\xE2\x80\xA6]"};
// FULL STOP, EXCLAMATION MARK, QUESTION MARK; the last two as Arabic and Urdu write them
constexpr std::string_view kSentenceEnds[] = {".", "!", "?", "\xD8\x9F", "\xDB\x94"};
constexpr size_t kLongestLine = 120;      // bytes of a line that says "Read more"
constexpr size_t kLongestOpening = 1500;  // bytes: what is longer and ends in an ellipsis may just be written so

// Signs around and after the words: arrows, colons, dots.
constexpr std::string_view kArrows[] = {"\xC2\xBB",     "\xC2\xAB",     "\xE2\x86\x92", "\xE2\x86\x90",
                                        "\xE2\x80\xA6", "\xE2\x80\xBA", "\xE2\x80\xB9"};
bool IsOrnament(char c) { return !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

// The bytes of the sign that `text` begins with; 0: it begins with none.
size_t OrnamentAtBegin(std::string_view text) {
  if (text.empty()) return 0;
  if (IsAscii(text.front())) return IsOrnament(text.front());
  const auto* arrow = std::ranges::find_if(kArrows, [&](std::string_view each) { return text.starts_with(each); });
  return arrow == std::end(kArrows) ? 0 : arrow->size();
}

size_t OrnamentAtEnd(std::string_view text) {
  if (text.empty()) return 0;
  if (IsAscii(text.back())) return IsOrnament(text.back());
  const auto* arrow = std::ranges::find_if(kArrows, [&](std::string_view each) { return text.ends_with(each); });
  return arrow == std::end(kArrows) ? 0 : arrow->size();
}

std::string Plain(std::string_view line) {
  const std::string folded = text::FoldText(line);
  std::string_view plain = folded;
  while (const size_t bytes = OrnamentAtBegin(plain)) plain.remove_prefix(bytes);
  while (const size_t bytes = OrnamentAtEnd(plain)) plain.remove_suffix(bytes);
  return std::string(plain);
}

bool IsMore(std::string_view line) {
  static const auto lines = [] {
    std::unordered_set<std::string> all;
    std::string_view rest = embedded::kPartial;
    while (!rest.empty()) {
      const std::string_view each = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), each.size() + 1));
      if (!each.empty() && each[0] != '#') all.insert(Plain(each));
    }
    return all;
  }();
  return !line.empty() && line.size() <= kLongestLine && lines.contains(Plain(line));
}

std::string_view TrimEnd(std::string_view text) { return text.substr(0, text.find_last_not_of(kBlanks) + 1); }

// Where "[+1877 chars]" begins that `text` ends with; npos: it does not.
size_t FindCount(std::string_view text) {
  if (!text.ends_with(']')) return std::string_view::npos;
  const size_t open = text.rfind('[');
  if (open == std::string_view::npos) return std::string_view::npos;
  std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  if (inside.starts_with('+')) inside.remove_prefix(1);
  const size_t digits = std::min(inside.find_first_not_of("0123456789"), inside.size());
  const std::string_view word = inside.substr(digits);
  return digits > 0 && (word == " chars" || word == " characters") ? open : std::string_view::npos;
}

// A last line that tells where the post appeared first holds its whole title and more. Where it begins; npos: there is none.
size_t FindLineAboutTitle(std::string_view text, std::string_view title) {
  constexpr size_t kShortestTitle = 10;  // bytes
  constexpr size_t kLongestRest = 150;
  const size_t line = text.rfind('\n');
  if (line == std::string_view::npos || title.size() < kShortestTitle) return std::string_view::npos;
  const std::string_view last = text.substr(line + 1);
  const bool is_about = last.size() > title.size() + 1 && last.size() <= title.size() + kLongestRest &&
                        last.find(title) != std::string_view::npos;
  return is_about ? line : std::string_view::npos;
}

// "Read more Title of the article", as links say it to who does not see the page.
bool IsMoreOf(std::string_view line, std::string_view title) {
  if (IsMore(line)) return true;
  line = TrimEnd(line);
  return !title.empty() && line.size() > title.size() && line.ends_with(title) &&
         IsMore(line.substr(0, line.size() - title.size()));
}

bool EndsSentence(std::string_view text) {
  return std::ranges::any_of(kSentenceEnds, [&](std::string_view end) { return text.ends_with(end); });
}

// Where words like "Read more" begin that stand after the last sentence of the last line, as a link does; npos: there are none.
size_t FindMoreAfterSentence(std::string_view text, size_t line, std::string_view title) {
  const size_t from = text.size() - std::min(text.size() - line, kLongestLine + title.size());
  for (size_t at = text.rfind(' '); at != std::string_view::npos && at > from; at = text.rfind(' ', at - 1)) {
    if (!EndsSentence(text.substr(0, at))) continue;
    return IsMoreOf(text.substr(at + 1), title) ? at + 1 : std::string_view::npos;
  }
  return std::string_view::npos;
}

// The text without one sign of a cut at its end; the same text: there is none.
std::string_view WithoutSign(std::string_view text, std::string_view title) {
  if (const size_t count = FindCount(text); count != std::string_view::npos) return TrimEnd(text.substr(0, count));
  for (const std::string_view sign : kBracketed) {
    if (text.ends_with(sign)) return TrimEnd(text.substr(0, text.size() - sign.size()));
  }
  const size_t line = text.rfind('\n') + 1;  // without one: npos + 1 is the beginning
  if (line > 0 && IsMoreOf(text.substr(line), title)) return TrimEnd(text.substr(0, line));
  for (const std::string_view dots : kEllipses) {
    // No further back than a line that says so can be long: a search through every text would cost as much as reading it.
    const size_t reach = std::min(text.size() - line, kLongestLine + title.size() + dots.size());
    const size_t from = text.size() - reach;
    if (text.find(dots, from) == std::string_view::npos) continue;  // nearly always, and quicker than from the end
    const size_t at = text.substr(from).rfind(dots);
    const size_t after = from + at + dots.size();
    if (IsMoreOf(text.substr(after), title)) return text.substr(0, after);
  }
  const size_t more = FindMoreAfterSentence(text, line, title);
  return TrimEnd(text.substr(0, more));
}

bool EndsOpen(std::string_view text) {
  return std::ranges::any_of(kEllipses, [&](std::string_view dots) { return text.ends_with(dots); });
}

void CutBody(size_t bytes, Draft* draft) {
  draft->body.resize(bytes);
  const auto end = static_cast<uint32_t>(bytes);
  std::erase_if(draft->markup, [&](const Marked& m) { return m.field == TextField::kBody && m.begin >= end; });
  for (Marked& mark : draft->markup) {
    if (mark.field == TextField::kBody) mark.end = std::min(mark.end, end);
  }
}

}  // namespace

void NotePartial(Draft* draft) {
  const std::string_view body = TrimEnd(draft->body);
  const size_t about = FindLineAboutTitle(body, draft->title);
  std::string_view text = TrimEnd(body.substr(0, about));
  const size_t whole = text.size();
  for (size_t before = text.size() + 1; text.size() < before;) {
    before = text.size();
    text = WithoutSign(text, draft->title);
  }
  if (text.size() < whole) {
    draft->partial = true;
    CutBody(text.size(), draft);
  } else if (!draft->url.empty() && whole <= kLongestOpening && EndsOpen(text)) {
    draft->partial = true;
  }
}

}  // namespace marsad::decode

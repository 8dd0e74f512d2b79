#include "stages/decode/text_article.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"
#include "lib/text/sentence_break.h"
#include "lib/text/utf8.h"
#include "stages/decode/article/byline_line.h"
#include "stages/decode/article/flash.h"
#include "stages/decode/article/notes.h"
#include "stages/decode/article/word_lines.h"
#include "stages/decode/html/mixed.h"
#include "stages/decode/label_line.h"
#include "stages/decode/mail.h"
#include "stages/decode/markdown.h"
#include "stages/decode/mime.h"
#include "stages/decode/trim.h"

namespace marsad::embedded {
extern const std::string_view kMenus;
}  // namespace marsad::embedded

namespace marsad::decode {
namespace {

constexpr size_t kLongestTitle = 200;   // characters
constexpr size_t kShortestPost = 60;    // characters of a first line that is a sentence and no title
constexpr size_t kLongestMarkup = 500;  // bytes of tags that are no page, and are text if nothing else is
constexpr size_t kLongestHeader = 400;  // bytes before the text of a wire's message

// Where the first line ends, whichever sign ends it. One sign after the other: looked for together they are compared byte by
// byte.
size_t EndOfFirstLine(std::string_view text) {
  const size_t end = std::min(text.find('\n'), text.size());
  return std::min(text.substr(0, end).find('\r'), end);
}

std::string_view FirstLine(std::string_view text) { return Trim(text.substr(0, EndOfFirstLine(text))); }

std::string_view BehindFirstLine(std::string_view text) { return Trim(text.substr(EndOfFirstLine(text))); }

// IPTC 7901 and ANPA 1312: SOH header STX text ETX trailer EOT. What is around the text is for machines.
std::string_view WithoutFrame(std::string_view text, Draft* draft) {
  const size_t begin = text.find('\x02');
  const size_t end = text.find('\x03');
  if (begin == std::string_view::npos || end == std::string_view::npos || begin > kLongestHeader || end < begin)
    return text;
  const std::string_view header = FirstLine(text.substr(0, begin));
  if (!header.empty()) draft->ignored_fields.push_back("the wire's header: " + Quote(header));
  const auto is_control = [](char c) { return c > 0 && c < 0x20 && kAsciiBlanks.find(c) == std::string_view::npos; };
  text = Trim(text.substr(begin + 1, end - begin - 1));
  draft->controls += static_cast<uint32_t>(std::ranges::count_if(text, is_control));
  return text;
}

// In wires' messages lines that are indented begin a paragraph. Where there are such, a line that was filled goes on in the
// next one.
std::string WithParagraphs(std::string_view text) {
  constexpr size_t kLeastFilled = 45;  // characters of lines that are wrapped at some 69
  const bool is_indented = text.find("\n  ") != std::string_view::npos;
  std::string parted;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    parted += line;
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
    const bool begins = text.starts_with("  ") || Trim(text.substr(0, text.find('\n'))).empty();
    const bool goes_on = is_indented && !begins && !line.empty() && CountCharacters(line) >= kLeastFilled;
    parted += goes_on ? " " : text.starts_with("  ") ? "\n\n" : "\n";
  }
  return parted;
}

// What tables of lines know `line` by: its first entry if it is a menu, without the signs around it. Empty: it is too long.
std::string PlainLine(std::string_view line) {
  constexpr size_t kLongest = 80;
  constexpr std::string_view kSigns = " :-*#!.[]()";
  if (line.empty() || line.size() > kLongest) return {};
  std::string folded = text::FoldText(line.substr(0, line.find_first_of(">|/")));
  folded.erase(0, std::min(folded.find_first_not_of(kSigns), folded.size()));
  folded.resize(folded.find_last_not_of(kSigns) + 1);
  return folded;
}

bool BeginsMenu(std::string_view line) {
  static const auto lines = FoldedLines(embedded::kMenus);
  return lines.contains(PlainLine(line));
}

bool EndsSentence(std::string_view line) {
  constexpr std::string_view kStops[] = {".", "\xDB\x94", "\xE3\x80\x82"};  // FULL STOP, ARABIC and IDEOGRAPHIC
  return !line.ends_with("..") &&
         std::ranges::any_of(kStops, [&](std::string_view stop) { return line.ends_with(stop); });
}

size_t WidestLine(std::string_view text) {
  size_t widest = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    widest = std::max(widest, CountCharacters(line));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return widest;
}

// Lines that fill most of `width` joined with the one below, if they do not end a sentence in a text of wide lines. A text
// wider than hands and scans wrap stays as it is.
std::string WithFilledLines(std::string_view text, size_t width) {
  constexpr size_t kMostWidth = 100;
  if (width > kMostWidth) return std::string(text);
  std::string joined;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    joined += line;
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
    const bool is_filled = CountCharacters(line) * 4 >= width * 3;
    const bool is_followed = !Trim(text.substr(0, text.find('\n'))).empty();
    joined += is_filled && is_followed ? ' ' : '\n';
  }
  return joined;
}

// Whether a line ends with a hyphen.
bool MayBreakWords(std::string_view text) {
  return text.find("-\n") != std::string_view::npos || text.find("-\r\n") != std::string_view::npos;
}

// A word that a scanner's program, or a hand, broke at the end of a line: small letters, a hyphen, small letters. A hyphen that
// the word itself has is lost where it stood at the end.
//
// If there is such a word the text was wrapped: filled lines go on in the next one.
std::string WithWholeWords(std::string_view text) {
  const auto is_lower = [&](size_t at) {
    const text::CodePoint c = text::CodePointAt(text, at);
    return text::SentenceBreaker::ClassOf(c.value) == text::SentenceClass::kLower;
  };
  std::string whole;
  size_t from = 0;
  for (size_t hyphen = text.find("-\n"); hyphen != text.npos; hyphen = text.find("-\n", hyphen + 1)) {
    const size_t next = hyphen + 2;
    if (hyphen < 2 || next >= text.size() || !is_lower(PreviousBoundary(text, hyphen)) || !is_lower(next)) continue;
    if (!is_lower(PreviousBoundary(text, PreviousBoundary(text, hyphen)))) continue;  // "x-axis"
    whole.append(text, from, hyphen - from);
    const size_t end = std::min(text.find_first_of(" \n", next), text.size());
    whole.append(text, next, end - next);
    from = end;
  }
  whole.append(text, from);
  return from == 0 ? whole : WithFilledLines(whole, WidestLine(text));
}

// A post has no title: its first line is prose. So is that of a text whose lines were broken inside its sentences.
bool IsProse(std::string_view line, std::string_view text) {
  const size_t characters = CountCharacters(line);
  if (characters > kLongestTitle) return true;
  if (characters < kShortestPost) return false;
  if (EndsSentence(line)) return true;
  const size_t end = text.find('\n');
  const char next = end == std::string_view::npos || end + 1 >= text.size() ? ' ' : text[end + 1];
  return next >= 'a' && next <= 'z';
}

// Whether `line` is as short as the entries of a menu: a word or two, and no sentence.
bool IsEntry(std::string_view line) {
  constexpr size_t kLongest = 60;  // bytes
  return line.size() <= kLongest && std::ranges::count(line, ' ') <= 1 && !EndsSentence(line);
}

// A menu that was pasted with the text: the lines below its first entry that are as short, but not the one above the first
// longer line of prose, which is the title. What is left of `text`.
std::string_view WithoutMenu(std::string_view text, Draft* draft) {
  if (!BeginsMenu(FirstLine(text)) || BehindFirstLine(text).empty()) return text;
  do {
    draft->ignored_fields.push_back("the first line: " + Quote(FirstLine(text)));
    text = BehindFirstLine(text);
    const std::string_view below = BehindFirstLine(text);
    if (below.empty() || EndsSentence(FirstLine(below)) || IsProse(FirstLine(below), below)) break;
  } while (IsEntry(FirstLine(text)));
  return text;
}

// "# Title" and "Title" over a line of equals signs: Markdown. Empty: it is none.
std::string_view MarkdownTitle(std::string_view line, std::string_view rest) {
  if (line.starts_with("# ")) {
    line = Trim(line.substr(2));
    return Trim(line.substr(0, line.find_last_not_of('#') + 1));
  }
  const std::string_view rule = FirstLine(rest);
  return rule.size() >= 3 && rule.find_first_not_of('=') == std::string_view::npos ? line : std::string_view();
}

// Takes the lines that stand above the title off `text`. Those of an embargo are kept with the article: they come back.
std::string TakeLinesAboveTitle(std::string_view* text, Draft* draft) {
  std::string notes;
  for (;;) {
    const std::string_view first = FirstLine(*text);
    const std::string_view rest = BehindFirstLine(*text);
    if (rest.empty()) return notes;
    const bool is_flash = FlashMarker(first) == first.size();
    const bool is_embargo = IsEmbargoNote(first);
    if (!is_flash && !is_embargo && !IsLabelLine(first)) return notes;
    if (is_flash) draft->urgency = 1;
    if (is_embargo) {
      notes.append(first).append("\n");
    } else {
      draft->ignored_fields.push_back("the first line: " + Quote(first));
    }
    *text = rest;
  }
}

// HTML: its first line is the title, and the marks move with the rest.
OrRefusal<Draft> ReadRichLines(std::string_view text, Draft draft) {
  OrRefusal<RichText> rich = ReadMixed(text);
  if (!rich) return tl::unexpected(std::move(rich.error()));
  draft.warnings.emplace_back("sent as plain text, but it holds tags of HTML, and was read as such");
  draft.controls += rich->controls;
  const size_t end = std::min(rich->text.find('\n'), rich->text.size());
  const std::string_view first = std::string_view(rich->text).substr(0, end);
  const bool has_title = draft.title.empty() && end < rich->text.size() && !IsProse(first, rich->text);
  const auto cut = static_cast<uint32_t>(has_title ? rich->text.find_first_not_of('\n', end) : 0);
  if (has_title) draft.title = first;
  draft.body = rich->text.substr(cut);
  for (Marked mark : rich->markup) {
    if (mark.begin < cut) continue;
    mark.begin -= cut;
    mark.end -= cut;
    draft.markup.push_back(mark);
  }
  return draft;
}

// A text without what transports put around it. Its title may be known.
OrRefusal<Draft> ReadUnframed(std::string_view text, Draft draft) {
  text = Trim(text);
  std::string whole;
  if (MayBreakWords(text)) {
    whole = text;
    std::erase(whole, '\r');
    whole = WithWholeWords(whole);
    text = whole;
  }
  if (HoldsTags(text)) {
    OrRefusal<Draft> rich = ReadRichLines(text, draft);
    const bool is_read = !rich || text::HasLetter(rich->title) || text::HasLetter(rich->body);
    if (is_read || text.size() > kLongestMarkup) return rich;
    draft.warnings.emplace_back("the text is tags and what stands inside of them; it is kept as it came");
  }
  text = WithoutMenu(text, &draft);
  std::string notes = TakeLinesAboveTitle(&text, &draft);
  if (!draft.title.empty()) {
    draft.body = notes.append(text);
    return draft;
  }
  std::string_view first = FirstLine(text);
  const std::string_view rest = BehindFirstLine(text);
  if (const std::string_view title = MarkdownTitle(first, rest); !title.empty()) {
    draft.title = PlainMarkdown(title);
    draft.body = notes;
    AddMarkdown(first == title ? BehindFirstLine(rest) : rest, &draft);
    return draft;
  }
  if (IsProse(first, text)) {
    draft.body = notes.append(text);
    return draft;
  }
  if (first.ends_with(" =")) first = Trim(first.substr(0, first.size() - 2));  // what wires end a headline with
  draft.title = first;
  draft.body = notes.append(rest);
  return draft;
}

}  // namespace

OrRefusal<Draft> ReadTextArticle(std::string_view text) {
  Draft draft;
  std::string parted;
  if (const std::string_view inner = WithoutFrame(Trim(text), &draft); inner.size() < Trim(text).size()) {
    parted = WithParagraphs(inner);
    text = parted;
  }
  const std::optional<MimeText> bare = ReadBareMime(text);
  if (bare) text = bare->text;
  const std::optional<Mail> mail = ReadMail(text, &draft);
  if (!mail) return ReadUnframed(text, std::move(draft));
  if (!IsLabelLine(mail->subject)) draft.title = mail->subject;
  OrRefusal<Draft> read = ReadUnframed(mail->body, std::move(draft));
  if (!read || mail->sender.empty()) return read;
  TakeBylineLine(&*read);  // who wrote the text comes before who sent it
  if (read->authors.empty()) read->authors.push_back(mail->sender);
  return read;
}

}  // namespace marsad::decode

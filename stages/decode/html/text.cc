#include "stages/decode/html/text.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "stages/decode/html/main_content.h"
#include "stages/decode/html/rules.h"
#include "stages/decode/html/shortcodes.h"
#include "stages/decode/html/walk.h"

namespace marsad::decode {
namespace {

constexpr size_t kLongestByline = 300;   // bytes: what is longer tells about the author
constexpr size_t kLongestCaption = 900;  // bytes
constexpr size_t kLongestCell = 500;     // bytes: a table with a longer cell lays out a page

bool IsControl(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c == 0xC2) return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
  return c < 0x20 || c == 0x7F;
}

constexpr std::array<bool, 256> MakePlain() {
  std::array<bool, 256> plain{};
  for (size_t c = 0x21; c < plain.size(); ++c) plain[c] = c != 0x7F && c != 0xC2;
  return plain;
}
constexpr std::array<bool, 256> kPlain = MakePlain();

// Puts text together, with white space as HTML collapses it: it is written only when a character follows.
class Writer {
 public:
  void Space() {
    if (gap_ == Gap::kNone) gap_ = Gap::kSpace;
  }
  void Tab() {
    if (gap_ != Gap::kLines) gap_ = Gap::kTab;
  }
  void Break() {
    gap_ = Gap::kLines;
    lines_ = std::max<size_t>(lines_, 1);
  }

  void Write(std::string_view text, bool is_preformatted) {
    for (size_t i = 0; i < text.size(); ++i) {
      if (const size_t plain = PlainBytes(text, i); plain > 0) {
        CloseGap();
        text_.append(text, i, plain);
        i += plain;
        if (i == text.size()) break;
      }
      const char c = text[i];
      if (c == '\n' || c == '\r' || c == '\f') {
        is_preformatted ? NextLine() : Space();
      } else if (!is_preformatted && (c == ' ' || c == '\t')) {
        Space();
      } else if (c != '\t' && IsControl(text, i)) {  // from a reference such as &#1;
        i += static_cast<unsigned char>(c) == 0xC2;
        ++controls_;
      } else {
        CloseGap();
        text_ += c;
      }
    }
  }

  const std::string& text() const { return text_; }
  std::string Take() { return std::move(text_); }
  uint32_t controls() const { return controls_; }

 private:
  enum class Gap { kNone, kSpace, kTab, kLines };

  // How many bytes from `at` on are neither white space nor may begin a control.
  static size_t PlainBytes(std::string_view text, size_t at) {
    const size_t begin = at;
    while (at < text.size() && kPlain[static_cast<unsigned char>(text[at])]) ++at;
    return at - begin;
  }

  void NextLine() {
    lines_ = gap_ == Gap::kLines ? lines_ + 1 : 1;
    gap_ = Gap::kLines;
  }

  void CloseGap() {
    if (gap_ == Gap::kNone) return;
    if (!text_.empty()) {
      gap_ == Gap::kLines ? text_.append(lines_, '\n') : text_.append(1, gap_ == Gap::kTab ? '\t' : ' ');
    }
    gap_ = Gap::kNone;
    lines_ = 0;
  }

  std::string text_;
  Gap gap_ = Gap::kNone;
  size_t lines_ = 0;  // of a gap of lines
  uint32_t controls_ = 0;
};

// A mark before its rule was applied.
struct OpenMark {
  Marked mark;
  MarkRule rule;
  bool is_void = false;
};

// Takes the text and the marks of one element.
class TextReader final : public HtmlVisitor {
 public:
  explicit TextReader(const HtmlView& view, size_t most = SIZE_MAX) : view_(view), most_(most) {}

  bool Enter(const HtmlNode& node) override {
    if (writer_.text().size() >= most_) return false;
    const HtmlRule rule = RuleFor(node);
    if (IsLeftOut(node, rule)) {
      // As where it is seen: the lines around it are two.
      if (rule.flow == HtmlFlow::kBlock && view_.left_out.contains(&node)) writer_.Break();
      return false;
    }
    if (rule.flow == HtmlFlow::kBlock || rule.flow == HtmlFlow::kLineBreak) writer_.Break();
    if (rule.flow == HtmlFlow::kCell) writer_.Tab();
    Frame frame{.begin = writer_.text().size(),
                .flow = rule.flow,
                .is_preformatted = rule.is_preformatted || (!frames_.empty() && frames_.back().is_preformatted)};
    if (rule.mark) frame.mark = OpenMarkAt(frame.begin, rule);
    frames_.push_back(frame);
    return true;
  }

  void Text(std::string_view text) override { writer_.Write(text, frames_.back().is_preformatted); }

  void Leave() override {
    const Frame frame = frames_.back();
    frames_.pop_back();
    if (frame.flow == HtmlFlow::kCell && writer_.text().size() - frame.begin > kLongestCell) VoidTable();
    if (frame.flow == HtmlFlow::kBlock) writer_.Break();
    if (frame.mark == kNoMark) return;
    marks_[frame.mark].mark.end = static_cast<uint32_t>(writer_.text().size());
    if (!tables_.empty() && tables_.back() == frame.mark) tables_.pop_back();
    if (!figures_.empty() && figures_.back() == frame.mark) figures_.pop_back();
  }

  void Break() { writer_.Break(); }

  RichText Finish() {
    RichText rich{.text = writer_.Take(), .markup = {}, .controls = writer_.controls()};
    for (OpenMark& open : marks_) {
      if (Settle(rich.text, &open)) rich.markup.push_back(open.mark);
    }
    const auto key = [](const Marked& mark) { return std::tuple(mark.begin, ~mark.end, mark.kind); };
    std::stable_sort(rich.markup.begin(), rich.markup.end(),
                     [&](const Marked& a, const Marked& b) { return key(a) < key(b); });
    rich.markup.erase(std::unique(rich.markup.begin(), rich.markup.end()), rich.markup.end());
    return rich;
  }

 private:
  static constexpr size_t kNoMark = SIZE_MAX;

  struct Frame {
    size_t mark = kNoMark;  // in marks_
    size_t begin;
    HtmlFlow flow;
    bool is_preformatted;
  };

  bool IsLeftOut(const HtmlNode& node, const HtmlRule& rule) const {
    if (rule.flow == HtmlFlow::kLeftOut || view_.left_out.contains(&node)) return true;
    return rule.is_hidden && !frames_.empty() && !view_.shown.contains(&node);
  }

  // The place in marks_ of the mark that `rule` demands.
  size_t OpenMarkAt(size_t begin, const HtmlRule& rule) {
    if (rule.mark == MarkKind::kTable) VoidTable();  // tables in tables lay out pages
    VoidFigures(rule);
    const size_t place = marks_.size();
    marks_.push_back({.mark = {.kind = *rule.mark, .begin = static_cast<uint32_t>(begin)}, .rule = rule.mark_rule});
    if (rule.mark_rule == MarkRule::kAlone) figures_.push_back(place);
    if (rule.mark == MarkKind::kTable) tables_.push_back(place);
    return place;
  }

  void VoidTable() {
    if (!tables_.empty()) marks_[tables_.back()].is_void = true;
  }

  // A figure is its own caption only if it has no other and shows no part of the text.
  void VoidFigures(const HtmlRule& inner) {
    if (figures_.empty()) return;
    if (*inner.mark == MarkKind::kTable || *inner.mark == MarkKind::kQuote || *inner.mark == MarkKind::kListItem ||
        (*inner.mark == MarkKind::kCaption && inner.mark_rule == MarkRule::kAsIs)) {
      for (const size_t figure : figures_) marks_[figure].is_void = true;
    }
  }

  // The gap before an element's first character was written after the element began; in <pre> blanks are characters.
  static void Trim(std::string_view text, Marked* mark) {
    constexpr std::string_view kBlanks = " \t\n";
    while (mark->begin < mark->end && kBlanks.find(text[mark->begin]) != std::string_view::npos) ++mark->begin;
    while (mark->begin < mark->end && kBlanks.find(text[mark->end - 1]) != std::string_view::npos) --mark->end;
  }

  // Whether the mark holds, with its final place.
  static bool Settle(std::string_view text, OpenMark* open) {
    Marked& mark = open->mark;
    Trim(text, &mark);
    if (open->is_void || mark.begin == mark.end) return false;
    if (open->rule == MarkRule::kWholeLine) return BeginsLine(text, mark) && EndsLine(text, mark);
    if (open->rule == MarkRule::kAsIs) return true;
    if (open->rule != MarkRule::kAlone) return TakeWholeLine(text, &mark);
    return mark.end - mark.begin <= kLongestCaption && BeginsLine(text, mark) && EndsLine(text, mark);
  }

  static bool BeginsLine(std::string_view text, const Marked& mark) {
    return mark.begin == 0 || text[mark.begin - 1] == '\n';
  }
  static bool EndsLine(std::string_view text, const Marked& mark) {
    return mark.end == text.size() || text[mark.end] == '\n';
  }

  // Lengthens the mark to its whole line, if that is no longer than a byline.
  static bool TakeWholeLine(std::string_view text, Marked* mark) {
    const auto is_short = [&] { return mark->end - mark->begin <= kLongestByline; };
    while (is_short() && !BeginsLine(text, *mark)) --mark->begin;
    while (is_short() && !EndsLine(text, *mark)) ++mark->end;
    Trim(text, mark);
    return is_short();
  }

  const HtmlView& view_;
  const size_t most_;  // bytes; elements that begin after them are not read
  Writer writer_;
  std::vector<Frame> frames_;
  std::vector<OpenMark> marks_;
  std::vector<size_t> tables_;   // open ones, in marks_
  std::vector<size_t> figures_;  // the same of MarkRule::kAlone
};

// Whether a fragment's attributes could hide text, or name a part of it that is none: few do.
bool MayHoldMore(std::string_view html) {
  for (const std::string_view sign : {"class=", "hidden", "style="}) {
    if (html.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

OrRefusal<RichText> ReadHtmlFragment(std::string_view html) {
  std::string expanded;
  if (MayHoldShortcodes(html)) html = expanded = WithoutShortcodes(html);
  const OrRefusal<HtmlTree> tree = HtmlTree::Parse(html, HtmlKind::kFragment);
  if (!tree) return tl::unexpected(tree.error());
  RichText rich = TextOf(tree->root(), MayHoldMore(html) ? ViewFragment(tree->root()) : HtmlView());
  rich.controls += tree->controls();
  return rich;
}

RichText TextOf(const HtmlNode& element, const HtmlView& view) {
  return TextOf(std::vector<const HtmlNode*>{&element}, view);
}

std::string OpeningOf(const std::vector<const HtmlNode*>& elements, const HtmlView& view, size_t bytes) {
  TextReader reader(view, bytes);
  for (const HtmlNode* element : elements) {
    WalkHtml(*element, &reader);
    reader.Break();
  }
  return reader.Finish().text;
}

RichText TextOf(const std::vector<const HtmlNode*>& elements, const HtmlView& view) {
  TextReader reader(view);
  for (const HtmlNode* element : elements) {
    WalkHtml(*element, &reader);
    reader.Break();
  }
  return reader.Finish();
}

}  // namespace marsad::decode

#include "stages/normalize/structure.h"

#include <algorithm>

#include "lib/text/sentence_break.h"
#include "stages/normalize/aside.h"
#include "stages/normalize/author_note.h"
#include "stages/normalize/contacts.h"
#include "stages/normalize/counts.h"
#include "stages/normalize/credit.h"
#include "stages/normalize/date_line.h"
#include "stages/normalize/draft.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/lines.h"
#include "stages/normalize/own_byline.h"
#include "stages/normalize/phrases.h"
#include "stages/normalize/picture_credit.h"
#include "stages/normalize/publication_line.h"
#include "stages/normalize/repeated_lines.h"
#include "stages/normalize/signature.h"
#include "stages/normalize/title.h"
#include "stages/normalize/wrapped.h"

namespace marsad::normalize {
namespace {

using text::OriginalSpan;
using text::SentenceClass;
using text::Token;
using Words = std::span<const Token>;

constexpr size_t kMostHeadingWords = 10;
constexpr size_t kHeadLines = 4;  // bylines and dates stand among the first lines, or at the end
constexpr size_t kMostTailLines = 8;
constexpr size_t kMostTailWords = 16;
constexpr size_t kMostCaptionWords = 40;  // with its credit in brackets
constexpr size_t kMostWordsOfPlace = 3;
constexpr size_t kShortestText = 60;  // bytes, below a numbered heading
constexpr size_t kMostMenuWords = 2;  // of one entry
constexpr size_t kMostStandfirsts = 2;
constexpr size_t kMostStandfirstWords = 25;

BlockKind FromMarkup(MarkupKind kind) {
  switch (kind) {
    case MarkupKind::kHeading:
      return BlockKind::kHeading;
    case MarkupKind::kByline:
      return BlockKind::kByline;
    case MarkupKind::kDateline:
      return BlockKind::kDateline;
    case MarkupKind::kCaption:
      return BlockKind::kCaption;
    case MarkupKind::kQuote:
      return BlockKind::kQuote;
    case MarkupKind::kListItem:
      return BlockKind::kListItem;
    case MarkupKind::kTable:
      return BlockKind::kTable;
    default:
      return BlockKind::kUnspecified;
  }
}

class Structure {
 public:
  explicit Structure(const StructureInput& input)
      : in_(input),
        lines_(JoinWrapped(input.body.original, CutLines(input.body.original, input.markup))),
        words_(input.body.tokens),
        author_note_(FindAuthorNote(input.body, lines_)),
        tail_(FindTail()),
        bylines_(input, lines_, tail_) {}

  std::vector<Block> Run() {
    for (size_t i = 0; i < lines_.size(); ++i) AddLine(i);
    MarkForeignLines(in_.body, drafts_);
    MarkAuthorNotes(in_.title, in_.body, in_.authors, drafts_);
    ChooseHeadings(drafts_);
    std::vector<Block> blocks;
    const OriginalSpan title = TrimSpace(in_.title.original, {0, static_cast<uint32_t>(in_.title.original.size())});
    if (!title.empty()) blocks.push_back({BlockKind::kTitle, title, {}});
    for (const Draft& draft : drafts_) blocks.push_back({draft.kind, draft.span, {}});
    return blocks;
  }

 private:
  // Credits, promotion and dates at the end: "Source: ...", "Share", "All rights reserved".
  size_t FindTail() const {
    size_t tail = lines_.size();
    Words words = in_.body.tokens;
    while (tail > 0 && lines_.size() - tail < kMostTailLines) {
      const OriginalSpan span = lines_[tail - 1].span;
      const auto begin = std::partition_point(words.begin(), words.end(),
                                              [&](const Token& token) { return token.original.begin < span.begin; });
      const Words own(begin, words.end());
      words = words.first(words.size() - own.size());
      const bool is_short = own.size() <= kMostTailWords;
      if (!is_short || !(Phrases::Get().Match(in_.body, own, span) || IsSignature(Cut(span)) || IsPointers(Cut(span))))
        break;
      --tail;
    }
    return lines_.empty() ? 0 : std::min(tail, lines_.size() - 1);
  }

  std::string_view Cut(OriginalSpan span) const { return span.Cut(in_.body.original); }

  void Add(OriginalSpan span, Words words, BlockKind kind) { drafts_.push_back({span, words, kind, false}); }

  void AddLine(size_t index) {
    const Line& line = lines_[index];
    const Words words = words_.Take(line.span);
    if (has_prose_ && to_end_ == BlockKind::kUnspecified)
      to_end_ = KindToTheEnd(in_.body.original, std::span(lines_).subspan(index));
    if (to_end_ != BlockKind::kUnspecified) return Add(line.span, words, to_end_);
    const BlockKind stated = FromMarkup(line.markup);
    const bool may_be_picture = stated == BlockKind::kUnspecified || stated == BlockKind::kCaption;
    if (may_be_picture && AddPicture(index, words)) {
      in_menu_ = false;
    } else if (stated != BlockKind::kUnspecified) {
      AddStated(line, words, stated);
    } else if (const BlockKind guessed = GuessWhole(index, words); guessed != BlockKind::kUnspecified) {
      in_menu_ = !has_prose_ && guessed == BlockKind::kBoilerplate && (in_menu_ || BeginsMenu(line, words));
      Add(line.span, words, guessed);
    } else if (in_menu_ && IsMenuEntry(index, words)) {
      Add(line.span, words, BlockKind::kBoilerplate);
    } else {
      in_menu_ = false;
      AddWithoutNotes(line, words);
    }
  }

  void AddStated(const Line& line, Words words, BlockKind stated) {
    const bool is_title = stated == BlockKind::kHeading && !has_prose_ && RepeatsTitle(in_.body, words, in_.title);
    const BlockKind told = is_title ? BlockKind::kRepeatedTitle : stated;
    Add(line.span, words, IsNoise(line, words) ? BlockKind::kBoilerplate : told);
  }

  bool IsMenuEntry(size_t index, Words words) const {
    return words.size() <= kMostMenuWords && !EndsLikeProse(Cut(lines_[index].span)) && IsFollowed(index);
  }

  // "Home", "Home > World": what stands below it in as few words is the rest of the menu.
  bool BeginsMenu(const Line& line, Words words) const {
    const std::optional<PhraseMatch> match = Phrases::Get().Match(in_.body, words, line.span);
    return match && match->is_menu;
  }

  // Of a line whose kind markup states: share boxes and menus are lists and headings too.
  bool IsNoise(const Line& line, Words words) const {
    if (IsRepeated(line, words)) return true;
    if (line.markup != MarkupKind::kListItem && line.markup != MarkupKind::kHeading) return false;
    if (IsCounts(in_.body, words, Cut(line.span)) || (!has_prose_ && IsDateLine(in_.body, words))) return true;
    const std::optional<PhraseMatch> match = Phrases::Get().Match(in_.body, words, line.span);
    return match && match->rule == Rule::kBoilerplate;
  }

  // A line that ends with who made its picture, or is nothing else; false: it is none. What stands before the credit is a
  // caption if it is short, else text.
  bool AddPicture(size_t index, Words words) {
    Line line = lines_[index];
    const PictureCredit credit = FindPictureCredit(Cut(line.span));
    if (credit.kind == PictureCredit::Kind::kNone) return false;
    const auto at = line.span.begin + static_cast<uint32_t>(credit.begin);
    const OriginalSpan own = {at, line.span.end};
    line.span = TrimSpace(in_.body.original, {line.span.begin, at});
    const LineWords whole = {in_.body, lines_[index].span, words};
    const Words described = whole.Within(line.span);
    if (!MayBeCredit(credit.kind, described.size(), index)) return false;
    const bool is_caption = MayBeCaption(Cut(lines_[index].span), credit, described.size());
    if (credit.kind == PictureCredit::Kind::kAgencyAlone && !is_caption) return false;
    if (!is_caption) {
      AddWithoutNotes(line, described);
    } else if (!line.span.empty()) {
      Add(line.span, described, BlockKind::kCaption);
    }
    Add(own, whole.Within(own), BlockKind::kByline);
    return true;
  }

  // A credit of this kind after so many words. At an article's begin a place may stand before an agency, at its end a report.
  bool MayBeCredit(PictureCredit::Kind kind, size_t words, size_t index) const {
    using Kind = PictureCredit::Kind;
    if (kind == Kind::kSigned) return words > 0;  // "(c) 2026 Coast News" is none
    if (kind == Kind::kUnlabelled) return has_prose_ || words > kMostWordsOfPlace;
    return kind != Kind::kAgencyAlone || (index > 0 && IsFollowed(index));
  }

  // A line with what stands in brackets at its edges and is no part of it: "(Corrects ...)", "(Reporting by ...)".
  void AddWithoutNotes(Line line, Words words) {
    const std::optional<Aside> first = FindAside({in_.body, line.span, words}, BracketAtBegin(Cut(line.span)));
    if (first) {
      Add(first->span, first->words, first->kind);
      line.span = TrimSpace(in_.body.original, {first->span.end, line.span.end});
      words = words.last(words.size() - first->words.size());
      if (line.span.empty()) return;
    }
    std::optional<Aside> last = FindAside({in_.body, line.span, words}, BracketAtEnd(Cut(line.span)));
    if (!last) last = FindSignature({in_.body, line.span, words});
    if (last) {
      line.span = TrimSpace(in_.body.original, {line.span.begin, last->span.begin});
      words = words.first(words.size() - last->words.size());
    }
    if (!line.span.empty()) AddProse(line, words);
    if (last) Add(last->span, last->words, last->kind);
  }

  // What needs no look at the other lines and no part of which is prose.
  BlockKind GuessWhole(size_t index, Words words) const {
    const OriginalSpan span = lines_[index].span;
    if (RepeatsTitle(in_.body, words, in_.title)) return BlockKind::kRepeatedTitle;
    if (IsContact(Cut(span))) return BlockKind::kNote;
    if (const BlockKind noted = author_note_.KindOf(index); noted != BlockKind::kUnspecified) return noted;
    if (HasShapeOfBoilerplate(index, words)) return BlockKind::kBoilerplate;
    const std::optional<PhraseMatch> match = Phrases::Get().Match(in_.body, words, span);
    const BlockKind kind = match ? KindOf(*match, span) : BlockKind::kUnspecified;
    if (kind != BlockKind::kUnspecified) return kind;
    if (EndsInPhotoCredit(span, words)) return BlockKind::kCaption;
    if (has_prose_ && IsRow(Cut(span))) return BlockKind::kTable;
    const bool stands_at_edge = StandsAtEdge(index);
    if (stands_at_edge && bylines_.IsByline(index, words, match, has_prose_)) return BlockKind::kByline;
    const bool is_noise = (stands_at_edge && IsDated(span, words)) || IsRepeated(lines_[index], words);
    return is_noise ? BlockKind::kBoilerplate : BlockKind::kUnspecified;
  }

  bool IsDated(OriginalSpan span, Words words) const {
    return IsDateLine(in_.body, words) || IsSourceAndDate(Cut(span), in_.authors) ||
           (!has_prose_ && IsDateAndOutlet(Cut(span)));
  }

  // An ornament, the number of a page, how many readers it had; below the text initials and pointers, too.
  bool HasShapeOfBoilerplate(size_t index, Words words) const {
    const std::string_view line = Cut(lines_[index].span);
    const bool is_outside = !has_prose_ || lines_.size() - index <= kMostTailLines;
    if (is_outside && IsCounts(in_.body, words, line)) return true;
    if (IsPublicationLine(in_.body, words, line, StandsAtEdge(index)) || IsPostTime(in_.body, words, line)) return true;
    const bool is_below = index > 0 && index >= tail_;
    return IsOrnament(line) || (is_below && (IsInitials(line) || IsPointers(line))) || (has_prose_ && IsScrap(line));
  }

  // What the phrase alone tells of the line; kUnspecified: nothing.
  BlockKind KindOf(const PhraseMatch& match, OriginalSpan span) const {
    if (match.rule == Rule::kCaption) return BlockKind::kCaption;
    if (match.rule > Rule::kNote || IsBracketBeforeText(span)) return BlockKind::kUnspecified;
    return match.rule == Rule::kNote ? BlockKind::kNote : BlockKind::kBoilerplate;
  }

  // Whether a bracket begins the line and text follows it.
  bool IsBracketBeforeText(OriginalSpan span) const {
    const OriginalSpan bracket = BracketAtBegin(Cut(span));
    return !bracket.empty() && span.begin + bracket.end < span.end;
  }

  // "Boats at dawn. (Photo: courtesy of the port)": a caption, if it is short.
  bool EndsInPhotoCredit(OriginalSpan span, Words words) const {
    if (words.size() > kMostCaptionWords) return false;
    const OriginalSpan bracket = BracketAtEnd(Cut(span));
    const std::optional<Aside> last =
        FindAside({in_.body, span, words}, bracket.empty() ? LabelAtEnd(Cut(span)) : bracket);
    return last && last->kind == BlockKind::kCaption;
  }

  bool StandsAtEdge(size_t index) const { return index < kHeadLines || index >= tail_; }

  // Whether the source writes this line under many articles. A credit alone on its line repeats too, and stays one.
  bool IsRepeated(const Line& line, Words words) const {
    if (in_.repeated_lines == nullptr) return false;
    const std::optional<uint64_t> key = LineKey(in_.body, words, line.markup);
    return key && in_.repeated_lines->contains(*key) && !FindCredit(Cut(line.span), false);
  }

  bool IsFollowed(size_t index) const { return index + 1 < lines_.size(); }

  void AddProse(Line line, Words words) {
    if (const Words byline = has_prose_ ? Words() : bylines_.Leading(line.span, words); !byline.empty()) {
      const auto colon = static_cast<uint32_t>(in_.body.original.find(':', byline.back().original.end));
      Add({line.span.begin, colon}, byline, BlockKind::kByline);
      line.span = TrimSpace(in_.body.original, {colon + 1, line.span.end});
      words = words.last(words.size() - byline.size());
      if (line.span.empty()) return;
    }
    OriginalSpan span = line.span;
    if (const std::optional<Credit> credit = FindCredit(Cut(span), !has_prose_)) {
      has_prose_ = true;
      const uint32_t end = span.begin + static_cast<uint32_t>(credit->bytes);
      const auto behind =
          std::find_if(words.begin(), words.end(), [&](const Token& t) { return t.original.begin >= end; });
      const auto count = static_cast<size_t>(behind - words.begin());
      Add(TrimSpace(in_.body.original, {span.begin, end}), words.first(count), credit->kind);
      span = TrimSpace(in_.body.original, {end, span.end});
      if (!span.empty()) Add(span, words.subspan(count), BlockKind::kParagraph);
      return;
    }
    const auto bullet = static_cast<uint32_t>(BulletBytes(Cut(span)));
    const OriginalSpan item = TrimSpace(in_.body.original, {span.begin + bullet, span.end});
    if (bullet > 0 && !item.empty()) {
      Add(item, words, BlockKind::kListItem);
      return;
    }
    if (BeginsWithNumber(Cut(span))) {
      Add(span, words, BlockKind::kListItem);
      drafts_.back().may_be_heading = IsNumberedHeading(line, words);
      return;
    }
    Add(span, words, BlockKind::kParagraph);
    drafts_.back().may_be_heading = line.markup != MarkupKind::kParagraph && !words.empty() &&
                                    words.size() <= kMostHeadingWords && !EndsLikeProse(Cut(span));
    has_prose_ = has_prose_ || !(drafts_.back().may_be_heading || IsStandfirst(span, words));
  }

  // "2. Who pays for the quay?" with text below it that has no number.
  bool IsNumberedHeading(const Line& line, Words words) const {
    const auto below =
        std::ranges::upper_bound(lines_, line.span.begin, {}, [](const Line& l) { return l.span.begin; });
    if (words.size() > kMostHeadingWords || Cut(line.span).ends_with('.') || below == lines_.end()) return false;
    const std::string_view text = Cut(below->span);
    return line.markup != MarkupKind::kParagraph && text.size() >= kShortestText && EndsLikeProse(text) &&
           !BeginsWithNumber(text);
  }

  // A line between title and dateline that tells the news in short and has no full stop.
  bool IsStandfirst(OriginalSpan span, Words words) const {
    return drafts_.size() <= kMostStandfirsts && words.size() <= kMostStandfirstWords && !EndsLikeProse(Cut(span));
  }

  const StructureInput& in_;
  const std::vector<Line> lines_;
  WordCursor words_;
  std::vector<Draft> drafts_;
  const AuthorNote author_note_;
  const size_t tail_;  // the first of the lines at the end that are no prose, or the last line
  const OwnBylines bylines_;
  bool has_prose_ = false;  // a paragraph has begun the article
  bool in_menu_ = false;
  BlockKind to_end_ = BlockKind::kUnspecified;  // what all that follows is
};

}  // namespace

std::vector<Block> FindBlocks(const StructureInput& input) { return Structure(input).Run(); }

}  // namespace marsad::normalize

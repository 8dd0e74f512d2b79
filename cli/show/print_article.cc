#include "cli/show/print_article.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/show/article_view.h"
#include "cli/show/story_view.h"
#include "cli/show/summary_view.h"
#include "lib/text/escape.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

constexpr size_t kCompactEntities = 8;

Paint PaintOf(v1::Entity::Type type) {
  switch (type) {
    case v1::Entity::PER:
      return Paint::kPerson;
    case v1::Entity::ORG:
      return Paint::kOrganization;
    case v1::Entity::LOC:
      return Paint::kLocation;
    default:
      return Paint::kMisc;
  }
}

// The footnote number of a mention, in superscript: it neither joins a word nor is taken for part of the text.
std::string Superscript(size_t number) {
  static constexpr std::array<std::string_view, 10> kDigits = {"\u2070", "\u00B9", "\u00B2", "\u00B3", "\u2074",
                                                               "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
  std::string raised;
  for (char digit : std::to_string(number)) raised += kDigits[static_cast<size_t>(digit - '0')];
  return raised;
}

// What whoever built on other articles is to do.
std::string EffectLines(const v1::EnrichedArticle& article, const std::vector<EffectView>& effects,
                        const Terminal& terminal) {
  std::string lines;
  for (const EffectView& effect : effects) {
    std::string line = fmt::format("{} {}", effect.action, Inserted(effect.uri));
    if (effect.version > 0) line += fmt::format(", version {}", effect.version);
    lines += "  to do: " + terminal.Painted(Paint::kBad, line) + "\n";
  }
  if (article.story().effects_cut()) lines += "  to do: more than are named here\n";
  return lines;
}

// One article being printed.
class Printer {
 public:
  Printer(const v1::EnrichedArticle& article, Detail detail, const Terminal& terminal)
      : article_(article),
        terminal_(terminal),
        has_list_(detail == Detail::kFull),
        order_(BySalience(article)),
        number_(order_.size()) {
    for (size_t i = 0; i < order_.size(); ++i) number_[order_[i]] = i + 1;
  }

  std::string Full() {
    ArticleView view = View(article_);
    Head(view);
    StoryLines();
    SummaryLines();
    if (!view.body.empty()) Label("Text");
    Blocks(view.body);
    EntityList();
    FailedRuns();
    return out_ + "\n";
  }

  std::string Compact() {
    Head(View(article_));
    StoryLines();
    SummaryLines();
    EntityLine();
    FailedRuns();
    return out_ + "\n";
  }

 private:
  void Head(const ArticleView& view) {
    std::string title = view.title.empty() ? "(no title)" : Marked(view.title, Paint::kBold);
    out_ += title + "\n";
    const v1::Article& article = article_.article();
    std::string line;
    Append(Inserted(article.source().name()), article.has_source() && !article.source().name().empty(), &line);
    std::string published = ShowTime(article.published());
    Append(published + (article.published().future() ? " (in the future)" : ""), !published.empty(), &line);
    Append(Language(), article_.text().has_language(), &line);
    Append(fmt::format("version {}", article.version()), article.version() > 1, &line);
    Append("canceled", article.pub_status() == v1::Article::CANCELED, &line);
    Append("withheld", article.pub_status() == v1::Article::WITHHELD, &line);
    Append("only the opening of the text came", article.partial(), &line);
    Append(Inserted(article.uri()), article.has_uri(), &line);
    out_ += terminal_.Painted(Paint::kDim, line) + "\n";
    if (article.has_correction())
      out_ += terminal_.Painted(Paint::kBad, "Correction: ") + Inserted(article.correction()) + "\n";
    if (article.input().repairs() > 0) {
      out_ +=
          terminal_.Painted(Paint::kDim, fmt::format("{} broken characters were replaced", article.input().repairs())) +
          "\n";
    }
  }

  std::string Language() const {
    const v1::Text& text = article_.text();
    std::string shown = text::EscapeControls(text.language());
    return text.has_language_confidence() ? fmt::format("{} ({} %)", shown, text.language_confidence() / 10) : shown;
  }

  static void Append(std::string_view part, bool given, std::string* line) {
    if (!given) return;
    if (!line->empty()) *line += " \u00B7 ";
    *line += part;
  }

  void Label(std::string_view label) { out_ += "\n" + terminal_.Painted(Paint::kBold, label) + "\n"; }

  void StoryLines() {
    const StoryView story = ViewStory(article_);
    if (story.relations.empty()) return;
    Label("Story");
    for (const RelationView& relation : story.relations) out_ += "  " + Relation(relation) + "\n";
    out_ += EffectLines(article_, story.effects, terminal_);
    if (story.counts.empty()) return;
    std::string line = story.counts + " in " + Inserted(article_.story().id());
    if (!article_.story().title().empty() && article_.story().title_uri() != article_.article().uri()) {
      line += ": " + Inserted(article_.story().title());
    }
    out_ += "  " + terminal_.Painted(Paint::kDim, line) + "\n";
  }

  static std::string Relation(const RelationView& relation) {
    std::string line(relation.is);
    if (!relation.uri.empty()) line += " " + Inserted(relation.uri);
    if (relation.percent > 0) line += fmt::format(", {} % shared", relation.percent);
    return line + ShowChanges(relation.changes);
  }

  void SummaryLines() {
    if (article_.summary().text().empty()) return;
    Label("Summary");
    out_ += "  " + Harmless(article_.summary().text()) + "\n";
    if (!has_list_) return;
    for (const ChosenView& chosen : SummaryView(article_)) {
      std::string why;
      for (const ReasonView& reason : chosen.reasons) {
        if (!why.empty()) why += "; ";
        why += std::string(reason.name) + Evidence(reason);
      }
      if (!why.empty()) out_ += terminal_.Painted(Paint::kDim, "  chosen: " + why) + "\n";
    }
  }

  // ": word, word", as they stand in the body.
  static std::string Evidence(const ReasonView& reason) {
    std::string words;
    for (const std::string_view evidence : reason.evidence) {
      words += (words.empty() ? ": " : ", ") + Inserted(std::string(evidence));
    }
    return words;
  }

  // Line breaks of text that was wrapped by hand stay line breaks, indented as the block is.
  // Tabs, which part the cells of tables, become bars.
  static std::string Harmless(std::string_view text) {
    std::string cells;
    for (const char c : text) cells += c == '\t' ? std::string(" | ") : std::string(1, c);
    const std::string harmless = text::EscapeControls(cells, /*keep_newlines=*/true);
    std::string indented;
    for (const char c : harmless) indented += c == '\n' ? std::string("\n  ") : std::string(1, c);
    return indented;
  }

  std::string Marked(const std::vector<Segment>& segments, Paint paint) const {
    std::string line;
    for (const Segment& segment : segments) {
      std::string harmless = Harmless(segment.text);
      if (!segment.entity) {
        line += terminal_.Painted(paint, harmless);
      } else if (terminal_.colors) {
        line += terminal_.Painted(PaintOf(article_.entities(static_cast<int>(*segment.entity)).type()), harmless);
      } else if (!has_list_) {
        line += harmless;
      } else {
        line += "[" + harmless + "]" + Superscript(number_[*segment.entity]);
      }
    }
    return line;
  }

  // A blank line parts what stands below a heading or the time of a post from the text above; none parts the two.
  void Blocks(const std::vector<BlockView>& blocks) {
    for (size_t i = 0; i < blocks.size(); ++i) {
      const bool begins_part = blocks[i].kind == BlockKind::kHeading || blocks[i].kind == BlockKind::kPostTime;
      if (begins_part && i > 0 && blocks[i - 1].kind != BlockKind::kPostTime) out_ += "\n";
      Block(blocks[i]);
    }
  }

  void Block(const BlockView& block) {
    out_ += "  ";
    if (!block.mark.empty()) out_ += std::string(block.mark) + " ";
    out_ += Marked(block.segments, PaintOfBlock(block.kind)) + "\n";
  }

  static Paint PaintOfBlock(BlockKind kind) {
    if (kind == BlockKind::kHeading) return Paint::kBold;
    return kind == BlockKind::kSmall || kind == BlockKind::kPostTime ? Paint::kDim : Paint::kPlain;
  }

  void EntityList() {
    if (order_.empty()) {
      if (article_.has_text()) out_ += "\n" + terminal_.Painted(Paint::kDim, "No entities.") + "\n";
      return;
    }
    Label("Entities");
    for (size_t index : order_) out_ += EntityRow(article_.entities(static_cast<int>(index)), number_[index]);
  }

  std::string EntityRow(const v1::Entity& entity, size_t number) const {
    std::string id = entity.id().empty() ? "not linked" : text::EscapeControls(entity.id());
    std::string row = fmt::format(
        "  {:>3}  {}  {:<12} {:>3}\u2030  ", number,
        terminal_.Painted(PaintOf(entity.type()), fmt::format("{:<4}", v1::Entity::Type_Name(entity.type()))), id,
        entity.salience());
    row += Inserted(entity.name()) + "  ";
    std::string separator;
    for (const SurfaceCount& surface : Surfaces(entity)) {
      row += separator + Inserted(surface.surface);
      if (surface.count > 1) row += fmt::format(" \u00D7{}", surface.count);
      separator = ", ";
    }
    if (const std::string confidence = ShowConfidence(entity); !confidence.empty()) {
      row += "  " + terminal_.Painted(Paint::kDim, confidence);
    }
    return row + "\n";
  }

  void EntityLine() {
    if (order_.empty()) return;
    std::string line;
    for (size_t i = 0; i < std::min(order_.size(), kCompactEntities); ++i) {
      const v1::Entity& entity = article_.entities(static_cast<int>(order_[i]));
      line += i == 0 ? "  " : " \u00B7 ";
      line += terminal_.Painted(PaintOf(entity.type()), Inserted(entity.name()));
      std::string id = entity.id().empty() ? "not linked" : text::EscapeControls(entity.id());
      line += " " + terminal_.Painted(Paint::kDim, id);
    }
    if (order_.size() > kCompactEntities) line += fmt::format(" \u00B7 and {} more", order_.size() - kCompactEntities);
    out_ += line + "\n";
  }

  void FailedRuns() {
    for (const v1::StageRun& run : article_.runs()) {
      if (run.status() != v1::StageRun::FAILED) continue;
      out_ += terminal_.Painted(Paint::kBad,
                                fmt::format("{} failed on this article ({})", text::EscapeControls(run.stage()),
                                            text::EscapeControls(run.code()))) +
              "\n";
    }
  }

  const v1::EnrichedArticle& article_;
  const Terminal& terminal_;
  bool has_list_;               // of entities, to which the numbers of mentions refer
  std::vector<size_t> order_;   // entities, most salient first
  std::vector<size_t> number_;  // of each entity in that order, from 1
  std::string out_;
};

}  // namespace

std::string PrintArticle(const v1::EnrichedArticle& article, Detail detail, const Terminal& terminal) {
  Printer printer(article, detail, terminal);
  return detail == Detail::kFull ? printer.Full() : printer.Compact();
}

std::string PrintDeadLetter(const v1::DeadLetter& letter, const Terminal& terminal) {
  std::string out = terminal.Painted(Paint::kBad, v1::DeadLetter::Code_Name(letter.code())) + "  ";
  out += text::EscapeControls(letter.detail()) + "\n";
  std::string where =
      fmt::format("  refused by {}, from {} partition {} offset {}, {} bytes", text::EscapeControls(letter.stage()),
                  text::EscapeControls(letter.topic()), letter.partition(), letter.offset(), letter.value_bytes());
  if (letter.has_key()) where += ", key " + Inserted(letter.key());
  if (letter.passed_on()) {
    where += letter.stage() == "decode" ? "; the other articles of the record went on"
                                        : "; the article went on without this stage's field";
  }
  return out + terminal.Painted(Paint::kDim, where) + "\n\n";
}

std::string PrintKill(std::string_view key, const Terminal& terminal, const v1::EnrichedArticle* kill) {
  std::string out = terminal.Painted(Paint::kBad, "KILLED") + "  " + Inserted(key) +
                    "  the publisher withdrew this article; whoever was told of it must be told\n";
  if (kill != nullptr) out += EffectLines(*kill, ViewStory(*kill).effects, terminal);
  return out + "\n";
}

std::string PrintRaw(std::string_view bytes, size_t max_bytes) {
  std::string shown = text::EscapeControls(bytes.substr(0, max_bytes), /*keep_newlines=*/true);
  if (bytes.size() > max_bytes) shown += fmt::format("... ({} bytes more)", bytes.size() - max_bytes);
  return shown + "\n";
}

}  // namespace marsad::cli

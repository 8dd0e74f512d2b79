#include "cli/show/story_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "cli/show/article_view.h"
#include "cli/show/segments.h"
#include "cli/show/story_view.h"
#include "lib/text/escape.h"

namespace marsad::cli {
namespace {

constexpr std::string_view kLeftOut = "[\u2026]";
constexpr std::string_view kIndent = "      ";

bool IsCopy(const v1::Story& story) {
  const v1::Story::DuplicateKind kind = story.duplicate_kind();
  return kind == v1::Story::EXACT || kind == v1::Story::NEAR || kind == v1::Story::PART ||
         story.change() == v1::Story::Change::REPEATED;
}

bool CameBefore(const v1::EnrichedArticle& a, const v1::EnrichedArticle& b) {
  const auto key = [](const v1::EnrichedArticle& record) {
    const auto& received = record.article().received();
    return std::tuple(received.seconds(), received.nanos(), record.story().sequence());
  };
  return key(a) < key(b);
}

class HistoryPrinter {
 public:
  HistoryPrinter(const std::vector<v1::EnrichedArticle>& records, HistoryDetail detail, const Terminal& terminal)
      : records_(records), detail_(detail), terminal_(terminal) {
    for (const v1::EnrichedArticle& record : records) numbers_.emplace(record.article().uri(), numbers_.size() + 1);
  }

  std::string Print() {
    Head();
    for (const v1::EnrichedArticle& record : records_) Record(record);
    return std::move(out_);
  }

 private:
  void Head() {
    const v1::EnrichedArticle& last = records_.back();
    const v1::Story& story = last.story();
    const std::string& title = story.title().empty() ? records_.front().article().title() : story.title();
    out_ += terminal_.Painted(Paint::kBold, Inserted(title)) + "\n";
    out_ += terminal_.Painted(Paint::kDim,
                              fmt::format("story {} \u00B7 {}", Inserted(story.id()), ViewStory(last).counts)) +
            "\n";
    for (const v1::EnrichedArticle& record : records_) {
      for (const std::string& ended : record.story().merged()) {
        out_ += terminal_.Painted(Paint::kDim, "with what was told as story " + Inserted(ended)) + "\n";
      }
    }
    for (const std::string& before : story.related()) {
      out_ += terminal_.Painted(Paint::kDim, "goes on from story " + Inserted(before)) + "\n";
    }
    out_ += "\n";
  }

  // "#2", or the uri of what is not among the records.
  std::string NameOf(std::string_view uri) const {
    const auto number = numbers_.find(std::string(uri));
    return number == numbers_.end() ? Inserted(uri) : fmt::format("#{}", number->second);
  }

  // "#2    2025-11-13 06:40  A Wire, version 2"
  std::string Line(const v1::Article& article) const {
    std::string line = fmt::format("{:<4}  ", NameOf(article.uri()));
    v1::Time received;
    *received.mutable_utc() = article.received();
    const std::string time = ShowTime(received);
    if (!time.empty()) line += time + "  ";
    const std::string& source = article.source().name().empty() ? article.source().uri() : article.source().name();
    if (!source.empty()) line += Inserted(source);  // a kill has none
    if (article.version() > 1) line += fmt::format(", version {}", article.version());
    return line + "\n";
  }

  void Record(const v1::EnrichedArticle& record) {
    const v1::Article& article = record.article();
    const StoryView view = ViewStory(record);
    out_ += Line(article);
    if (!article.title().empty())
      out_ += std::string(kIndent) + terminal_.Painted(Paint::kBold, Harmless(article.title())) + "\n";
    for (const RelationView& relation : view.relations) out_ += std::string(kIndent) + Relation(relation) + "\n";
    if (!IsCopy(record.story()) || detail_ == HistoryDetail::kFull) Text(record);
    for (const EffectView& effect : view.effects) {
      const std::string todo = fmt::format("{} {}", effect.action, NameOf(effect.uri));
      out_ += std::string(kIndent) + "to do: " + terminal_.Painted(Paint::kBad, todo) + "\n";
    }
    out_ += std::string(kIndent) + terminal_.Painted(Paint::kDim, Inserted(article.uri())) + "\n\n";
  }

  std::string Relation(const RelationView& relation) const {
    std::string line(relation.is);
    if (!relation.uri.empty()) line += " " + NameOf(relation.uri);
    if (relation.percent > 0) line += fmt::format(", {} % shared", relation.percent);
    return line + ShowChanges(relation.changes);
  }

  // Of a text with shared passages what is new in it; of any other the summary.
  void Text(const v1::EnrichedArticle& record) {
    const std::string& body = record.article().body();
    std::vector<Marked> shared;
    for (const SharedRange& range : SharedRanges(record)) shared.push_back({range.begin, range.end, 0});
    std::string text;
    if (shared.empty() && detail_ == HistoryDetail::kAdded) {
      text = Harmless(record.summary().text().empty() ? body : record.summary().text());
    } else {
      text = WithShared(body, std::move(shared));
    }
    text.erase(text.find_last_not_of("\n ") + 1);
    if (!text.empty()) out_ += std::string(kIndent) + text + "\n";
  }

  std::string WithShared(std::string_view body, std::vector<Marked> shared) const {
    std::string text;
    for (const Segment& segment : CutSegments(body, 0, static_cast<uint32_t>(body.size()), std::move(shared))) {
      text += Shown(segment);
    }
    return text;
  }

  std::string Shown(const Segment& segment) const {
    if (!segment.entity) return Harmless(segment.text);
    if (detail_ == HistoryDetail::kAdded) return terminal_.Painted(Paint::kDim, kLeftOut);
    const std::string text = Harmless(segment.text);
    return terminal_.colors ? terminal_.Painted(Paint::kGood, text) : "\u27E6" + text + "\u27E7";
  }

  static std::string Harmless(std::string_view text) {
    std::string indented;
    for (const char c : text::EscapeControls(text, /*keep_newlines=*/true)) {
      indented += c;
      if (c == '\n') indented += kIndent;
    }
    return indented;
  }

  const std::vector<v1::EnrichedArticle>& records_;
  const HistoryDetail detail_;
  const Terminal& terminal_;
  std::map<std::string, size_t> numbers_;  // by uri, in the order in which they came
  std::string out_;
};

}  // namespace

void StoryDirectory::Add(const v1::EnrichedArticle& record) {
  const v1::Story& story = record.story();
  if (story.id().empty()) return;
  story_of_[record.article().uri()] = story.id();
  for (const std::string& ended : story.merged()) {
    if (ended != story.id()) ended_in_[ended] = story.id();
  }
}

// What a topic says may be anything: a circle ends where it began.
std::string StoryDirectory::Resolve(std::string story) const {
  for (size_t steps = 0; steps <= ended_in_.size(); ++steps) {
    const auto next = ended_in_.find(story);
    if (next == ended_in_.end()) break;
    story = next->second;
  }
  return story;
}

std::optional<std::string> StoryDirectory::Find(std::string_view name) const {
  const auto article = story_of_.find(std::string(name));
  if (article != story_of_.end()) return Resolve(article->second);
  const bool is_story =
      ended_in_.contains(std::string(name)) ||
      std::any_of(story_of_.begin(), story_of_.end(), [&](const auto& of) { return of.second == name; });
  return is_story ? std::optional(Resolve(std::string(name))) : std::nullopt;
}

bool StoryDirectory::IsIn(const v1::EnrichedArticle& record, std::string_view story) const {
  return !record.story().id().empty() && Resolve(record.story().id()) == story;
}

std::string PrintHistory(std::vector<v1::EnrichedArticle> records, HistoryDetail detail, const Terminal& terminal) {
  if (records.empty()) return {};
  std::stable_sort(records.begin(), records.end(), CameBefore);
  return HistoryPrinter(records, detail, terminal).Print();
}

}  // namespace marsad::cli

#include "cli/demo/page/article_card.h"

#include <fmt/format.h>

#include <unordered_set>

#include "cli/show/article_view.h"
#include "cli/show/html.h"
#include "cli/show/story_view.h"
#include "cli/show/summary_view.h"
#include "lib/record/reject.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

// What is shown at a mention: "Vladimir Putin · PER · Q7747". Isolated, since names of any direction stand in it.
std::string Tip(const v1::Entity& entity) {
  static constexpr std::string_view kIsolate = "\u2068";
  static constexpr std::string_view kEnd = "\u2069";
  std::string tip = fmt::format("{}{}{}", kIsolate, EscapeHtml(entity.name()), kEnd);
  for (const v1::Label& label : entity.labels()) {
    if (label.text() != entity.name()) tip += fmt::format(" \u00B7 {}{}{}", kIsolate, EscapeHtml(label.text()), kEnd);
  }
  tip += " \u00B7 " + v1::Entity::Type_Name(entity.type());
  return tip + " \u00B7 " + (entity.id().empty() ? std::string("not linked") : EscapeHtml(entity.id()));
}

std::string MarkedText(const v1::EnrichedArticle& article, const std::vector<Segment>& segments) {
  std::string html;
  for (const Segment& segment : segments) {
    if (!segment.entity) {
      html += EscapeHtml(segment.text);
      continue;
    }
    const v1::Entity& entity = article.entities(static_cast<int>(*segment.entity));
    // No white space and no box around the text: Arabic letters join across <mark> only as long as it is bare.
    html += fmt::format("<mark class=\"{}\" tabindex=\"0\" data-tip=\"{}\">{}</mark>", TypeClass(entity), Tip(entity),
                        EscapeHtml(segment.text));
  }
  return html;
}

std::string Block(const v1::EnrichedArticle& article, const BlockView& block) {
  std::string inner = MarkedText(article, block.segments);
  switch (block.kind) {
    case BlockKind::kHeading:
      return "<h4 dir=\"auto\">" + inner + "</h4>\n";
    case BlockKind::kQuote:
      return "<blockquote dir=\"auto\">" + inner + "</blockquote>\n";
    case BlockKind::kSmall:
    case BlockKind::kPostTime:
      return "<p class=\"small\" dir=\"auto\">" + inner + "</p>\n";
    case BlockKind::kListItem:
      return "<p dir=\"auto\">" + EscapeHtml(block.mark) + (block.mark.empty() ? "" : " ") + inner + "</p>\n";
    default:
      return "<p dir=\"auto\">" + inner + "</p>\n";
  }
}

// Why each sentence of the summary was chosen, with the words that show it.
std::string Reasons(const v1::EnrichedArticle& article) {
  std::string html;
  for (const ChosenView& chosen : SummaryView(article)) {
    std::string why;
    for (const ReasonView& reason : chosen.reasons) {
      if (!why.empty()) why += "; ";
      why += EscapeHtml(reason.name);
      for (size_t i = 0; i < reason.evidence.size(); ++i) why += (i == 0 ? ": " : ", ") + Bdi(reason.evidence[i]);
    }
    if (why.empty()) continue;
    html += "<li><p dir=\"auto\">" + EscapeHtml(chosen.sentence) + "</p><p class=\"small\">" + why + "</p></li>\n";
  }
  if (html.empty()) return {};
  return "<details class=\"why\"><summary>Why these sentences</summary>\n<ol>\n" + html + "</ol></details>\n";
}

std::string MetaLine(const v1::EnrichedArticle& article) {
  const v1::Article& fields = article.article();
  std::string html;
  auto add = [&](const std::string& part) { html += "<span>" + part + "</span> "; };
  if (!fields.source().name().empty()) add(Bdi(fields.source().name()));
  if (std::string published = ShowTime(fields.published()); !published.empty()) add(Bdi(published));
  if (article.text().has_language()) add("language " + Bdi(article.text().language()));
  if (fields.has_version()) add(fmt::format("version {}", fields.version()));
  if (!fields.input().charset().empty() && fields.input().charset() != "UTF-8")
    add("from " + Bdi(fields.input().charset()));
  if (fields.input().repairs() > 0) add(fmt::format("{} broken characters replaced", fields.input().repairs()));
  add(Bdi(fields.uri()));
  return "<p class=\"meta\">" + html + "</p>\n";
}

std::string EntityList(const v1::EnrichedArticle& article) {
  if (article.entities_size() == 0)
    return article.has_text() ? "<p class=\"small\">No entities in this text.</p>\n" : "";
  std::string html =
      fmt::format("<details><summary>{} entities</summary>\n<ul class=\"entities\">\n", article.entities_size());
  for (size_t index : BySalience(article)) {
    const v1::Entity& entity = article.entities(static_cast<int>(index));
    html += fmt::format(
        "<li><span class=\"chip {}\">{}</span> {} <code>{}</code> <meter min=\"0\" max=\"1000\" "
        "value=\"{}\">{}</meter> ",
        TypeClass(entity), v1::Entity::Type_Name(entity.type()), Bdi(entity.name()),
        entity.id().empty() ? std::string("not linked") : EscapeHtml(entity.id()), entity.salience(),
        entity.salience());
    html += "<span class=\"surfaces\">";
    for (const SurfaceCount& surface : Surfaces(entity))
      html += fmt::format("{}&nbsp;\u00D7{} ", Bdi(surface.surface), surface.count);
    html += "</span> <span class=\"small\">" + ShowConfidence(entity) + "</span></li>\n";
  }
  return html + "</ul></details>\n";
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void AddChanged(std::string_view from, std::string_view other, std::string_view tag, std::string* html) {
  std::vector<std::string_view> there = Lines(other);
  std::unordered_set<std::string_view> known(there.begin(), there.end());
  for (std::string_view line : Lines(from)) {
    if (!known.contains(line)) *html += fmt::format("<p dir=\"auto\"><{0}>{1}</{0}></p>\n", tag, EscapeHtml(line));
  }
}

// The paragraphs that a correction took away and brought.
std::string Changes(const v1::Article& before, const v1::Article& after) {
  std::string html =
      fmt::format("<div class=\"notice correction\"><p><strong>Correction</strong>: version {} replaces version {}.",
                  after.version(), before.version());
  if (after.has_correction()) html += " " + Bdi(after.correction());
  html += "</p>\n";
  AddChanged(before.title(), after.title(), "del", &html);
  AddChanged(after.title(), before.title(), "ins", &html);
  AddChanged(before.body(), after.body(), "del", &html);
  AddChanged(after.body(), before.body(), "ins", &html);
  return html + "</div>\n";
}

std::string Notices(const v1::EnrichedArticle& article, const CardContext& context) {
  std::string html;
  if (context.killed) {
    html +=
        "<div class=\"notice kill\"><p><strong>Killed.</strong> The publisher withdrew this article. "
        "Whoever was told of it must be told.</p></div>\n";
  }
  if (context.replaces != nullptr) html += Changes(context.replaces->article(), article.article());
  for (const v1::StageRun& run : article.runs()) {
    if (run.status() != v1::StageRun::FAILED) continue;
    html += fmt::format("<div class=\"notice kill\"><p><strong>{}</strong> failed on this article ({}).</p></div>\n",
                        EscapeHtml(run.stage()), EscapeHtml(run.code()));
  }
  return html;
}

std::string ChangeHtml(const ChangeView& change) {
  std::string html;
  if (!change.was.empty()) html += "<del>" + Bdi(change.was) + "</del>";
  if (!change.was.empty() && !change.now.empty()) html += " \u2192 ";
  if (!change.now.empty()) html += "<ins>" + Bdi(change.now) + "</ins>";
  return html;
}

std::string RelationHtml(const RelationView& relation) {
  std::string html = EscapeHtml(relation.is);
  if (!relation.uri.empty()) html += " " + Bdi(relation.uri);
  if (relation.percent > 0) html += fmt::format(", {} % shared", relation.percent);
  std::string separator = ": ";
  for (const ChangeView& change : relation.changes) {
    html += separator + ChangeHtml(change);
    separator = "; ";
  }
  return html;
}

}  // namespace

std::string StoryLines(const v1::EnrichedArticle& article) {
  const StoryView story = ViewStory(article);
  std::string html;
  for (const RelationView& relation : story.relations)
    html += "<p class=\"story\">" + RelationHtml(relation) + "</p>\n";
  for (const EffectView& effect : story.effects) {
    html += fmt::format("<p class=\"todo\"><strong>{}</strong> {}</p>\n", EscapeHtml(effect.action), Bdi(effect.uri));
  }
  return html;
}

std::string TypeClass(const v1::Entity& entity) {
  switch (entity.type()) {
    case v1::Entity::PER:
      return "per";
    case v1::Entity::ORG:
      return "org";
    case v1::Entity::LOC:
      return "loc";
    default:
      return "misc";
  }
}

std::string ArticleCard(const v1::EnrichedArticle& article, const CardContext& context) {
  ArticleView view = View(article);
  std::string html = context.killed ? "<article class=\"card killed\">\n" : "<article class=\"card\">\n";
  html += "<h3 dir=\"auto\">" + (view.title.empty() ? "(no title)" : MarkedText(article, view.title)) + "</h3>\n";
  html += MetaLine(article) + StoryLines(article) + Notices(article, context);
  if (!article.summary().text().empty()) {
    html += "<div class=\"summary\"><p dir=\"auto\">" + EscapeHtml(article.summary().text()) + "</p></div>\n" +
            Reasons(article);
  }
  // A killed text is not to be read in passing.
  html += context.killed ? "<details><summary>The text, as it was</summary>\n" : "<div class=\"text\">\n";
  for (const BlockView& block : view.body) html += Block(article, block);
  html += context.killed ? "</details>\n" : "</div>\n";
  return html + EntityList(article) + "</article>\n";
}

std::string DeadLetterCard(const v1::DeadLetter& letter) {
  static constexpr size_t kShownBytes = 600;
  std::string html = "<article class=\"card dead\">\n";
  html += fmt::format("<h3><code>{}</code></h3>\n<p>{}</p>\n", EscapeHtml(v1::DeadLetter::Code_Name(letter.code())),
                      Bdi(letter.detail()));
  html += fmt::format(
      "<p class=\"meta\"><span>refused by {}</span> <span>{} partition {} offset {}</span> <span>{} bytes</span>",
      Bdi(letter.stage()), Bdi(letter.topic()), letter.partition(), letter.offset(), letter.value_bytes());
  if (letter.has_key()) html += " <span>key " + Bdi(letter.key()) + "</span>";
  html += "</p>\n";
  if (!letter.value().empty()) {
    html += "<details><summary>The original bytes</summary><pre dir=\"auto\">" +
            EscapeHtml(std::string_view(letter.value()).substr(0, kShownBytes)) +
            (letter.value().size() > kShownBytes ? "\u2026" : "") + "</pre></details>\n";
  }
  return html + "</article>\n";
}

}  // namespace marsad::cli

#include "cli/demo/page/demo_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "cli/demo/exact_match.h"
#include "cli/demo/page/article_card.h"
#include "cli/demo/page/style.h"
#include "cli/show/html.h"
#include "cli/show/story_history.h"
#include "lib/base/build_info.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

constexpr size_t kMaxRowsOfAReason = 18;
constexpr size_t kMaxRows = 40;  // of each table
constexpr size_t kMaxStories = 100;
constexpr size_t kMaxArticles = 200;  // a page with more is not read but searched: enriched.jsonl is for that

using Articles = std::vector<const v1::EnrichedArticle*>;

// An article, or what cluster says of a kill; null: neither.
const v1::EnrichedArticle* RecordOf(const Arrival& arrival) {
  return arrival.article ? arrival.article.get() : arrival.kill.get();
}

// The page's view of the arrivals: for every uri its last version, what that replaced and whether it was killed.
struct Outcomes {
  Articles all;
  std::vector<const Arrival*> told;  // what cluster told of: articles and kills, in order
  std::vector<std::string> order;    // uris, in order of first arrival
  std::unordered_map<std::string, Articles> versions;
  std::unordered_set<std::string> killed;
};

Outcomes Collect(const DemoReport& report) {
  Outcomes outcomes;
  for (const Arrival& arrival : report.arrivals) {
    if (RecordOf(arrival)) outcomes.told.push_back(&arrival);
    if (arrival.article) {
      outcomes.all.push_back(arrival.article.get());
      Articles& versions = outcomes.versions[arrival.key];
      if (versions.empty()) outcomes.order.push_back(arrival.key);
      versions.push_back(arrival.article.get());
    } else if (!arrival.dead) {
      outcomes.killed.insert(arrival.key);
    }
  }
  return outcomes;
}

std::string LanguageName(const std::string& tag) {
  static const std::map<std::string, std::string> kNames = {{"ar", "Arabic"}, {"en", "English"}, {"ru", "Russian"},
                                                            {"fr", "French"}, {"es", "Spanish"}, {"de", "German"},
                                                            {"tr", "Turkish"}};
  auto known = kNames.find(tag);
  return known == kNames.end() ? EscapeHtml(tag.empty() ? "und" : tag) : known->second;
}

std::string ReasonText(MissReason reason) {
  switch (reason) {
    case MissReason::kProclitic:
      return "A one-letter word is written onto the name";
    case MissReason::kSpelling:
      return "Other marks, hamza or case";
    case MissReason::kOtherForm:
      return "Another form of the name";
  }
  return {};
}

std::string ScoreTable(const Comparison& comparison) {
  std::string html =
      "<div class=\"scroll\"><table><thead><tr><th>language</th><th>Marsad found</th><th>exact search found of "
      "these</th>"
      "<th class=\"n\">share</th><th class=\"n\">only exact search</th></tr></thead><tbody>\n";
  Score total;
  auto row = [&](const std::string& name, const Score& score) {
    double share =
        score.marsad == 0 ? 100 : 100.0 * static_cast<double>(score.exact) / static_cast<double>(score.marsad);
    html += fmt::format(
        "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{:.0f} %</td><td "
        "class=\"n\">{}</td></tr>\n",
        name, score.marsad, score.exact, share, score.exact_only);
  };
  for (const auto& [language, score] : comparison.by_language) {
    if (score.marsad == 0 && score.exact_only == 0) continue;
    row(LanguageName(language), score);
    total.marsad += score.marsad;
    total.exact += score.exact;
    total.exact_only += score.exact_only;
  }
  row("<strong>all</strong>", total);
  return html + "</tbody></table></div>\n";
}

// A table for each reason, its most frequent misses first.
std::string MissTable(const Comparison& comparison, MissReason reason) {
  std::string rows;
  size_t count = 0;
  for (const Miss& miss : comparison.misses) {
    if (miss.reason != reason || ++count > kMaxRowsOfAReason) continue;
    rows += fmt::format("<tr><td>{}</td><td>{}</td><td><code>{}</code></td><td class=\"n\">{}</td></tr>\n",
                        Bdi(miss.written), Bdi(miss.canonical), EscapeHtml(miss.id), miss.count);
  }
  if (rows.empty()) return {};
  std::string html =
      "<h4>" + ReasonText(reason) +
      "</h4>\n<div class=\"scroll\"><table><thead><tr><th>in the text</th><th>canonical name</th><th>id</th>"
      "<th class=\"n\">times</th></tr></thead><tbody>\n" +
      rows + "</tbody></table></div>\n";
  if (count > kMaxRowsOfAReason) html += fmt::format("<p class=\"small\">and {} more</p>\n", count - kMaxRowsOfAReason);
  return html;
}

std::string MissTables(const Comparison& comparison) {
  std::string html;
  for (MissReason reason : {MissReason::kProclitic, MissReason::kSpelling, MissReason::kOtherForm}) {
    html += MissTable(comparison, reason);
  }
  return html;
}

// An entity over all articles.
struct Shared {
  const v1::Entity* entity = nullptr;
  std::map<std::string, std::set<std::string>> forms;  // language -> surfaces
  size_t mentions = 0;
};

std::vector<std::pair<std::string, Shared>> SharedEntities(const Articles& articles) {
  std::map<std::string, Shared> by_id;
  for (const v1::EnrichedArticle* article : articles) {
    for (const v1::Entity& entity : article->entities()) {
      if (entity.id().empty()) continue;
      Shared& shared = by_id[entity.id()];
      if (shared.entity == nullptr || article->text().language() == "en") shared.entity = &entity;
      shared.mentions += static_cast<size_t>(entity.mentions_size());
      for (const v1::Mention& mention : entity.mentions())
        shared.forms[article->text().language()].insert(mention.surface());
    }
  }
  std::vector<std::pair<std::string, Shared>> list;
  for (auto& [id, shared] : by_id) {
    if (shared.forms.size() > 1) list.emplace_back(id, std::move(shared));
  }
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.forms.size(), a.second.mentions) > std::pair(b.second.forms.size(), b.second.mentions);
  });
  return list;
}

std::string SharedTable(const Articles& articles) {
  std::vector<std::pair<std::string, Shared>> list = SharedEntities(articles);
  if (list.empty()) return "<p>None of these articles share an entity across languages.</p>\n";
  std::string html =
      "<div class=\"scroll\"><table><thead><tr><th>id</th><th>type</th><th>as written in each "
      "language</th><th class=\"n\">mentions</th></tr></thead><tbody>\n";
  for (size_t i = 0; i < std::min(list.size(), kMaxRows); ++i) {
    const auto& [id, shared] = list[i];
    html += fmt::format("<tr><td><code>{}</code></td><td><span class=\"chip {}\">{}</span></td><td>", EscapeHtml(id),
                        TypeClass(*shared.entity), v1::Entity::Type_Name(shared.entity->type()));
    for (const auto& [language, surfaces] : shared.forms) {
      html += fmt::format("<span class=\"form\"><abbr title=\"{}\">{}</abbr> ", LanguageName(language),
                          EscapeHtml(language));
      std::string separator;
      for (const std::string& surface : surfaces) {
        html += separator + Bdi(surface);
        separator = ", ";
      }
      html += "</span> ";
    }
    html += fmt::format("</td><td class=\"n\">{}</td></tr>\n", shared.mentions);
  }
  return html + "</tbody></table></div>\n";
}

std::string FigureTable(const DemoReport& report) {
  std::string html =
      "<div class=\"scroll\"><table><thead><tr><th>stage</th><th>articles</th><th>failed</th><th>median time</th>"
      "<th>articles a second at that</th></tr></thead><tbody>\n";
  for (const StageFigure& figure : report.stages) {
    const double each = figure.median_seconds;
    html += fmt::format(
        "<tr><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{:.0f} \u00B5s</td><td "
        "class=\"n\">{}</td></tr>\n",
        EscapeHtml(figure.stage), figure.records, figure.failed, each * 1e6,
        each > 0 ? fmt::format("{:.0f}", 1 / each) : "\u2013");
  }
  html += "</tbody></table></div>\n";
  return html +
         fmt::format(
             "<p>{} records ({:.0f} kB) sent; the last outcome was read {:.2f} s after the first record was sent. "
             "From news.raw to the reader: {:.0f} ms at the median, {:.0f} ms at the 99th percentile.</p>\n",
             report.sent, static_cast<double>(report.sent_bytes) / 1000, report.seconds, report.latency_p50_ms,
             report.latency_p99_ms);
}

std::string ArticleSection(const Outcomes& outcomes) {
  std::string html =
      "<section id=\"articles\"><h2>The articles</h2>\n<p class=\"legend\"><mark class=\"per\">person</mark> "
      "<mark class=\"org\">organization</mark> <mark class=\"loc\">place</mark> <mark class=\"misc\">other</mark> "
      "<span>Point at a name, or tap it, for its id.</span></p>\n";
  size_t shown = 0;
  for (const std::string& uri : outcomes.order) {
    if (++shown > kMaxArticles) {
      html += fmt::format("<p>and {} more in enriched.jsonl</p>\n", outcomes.order.size() - kMaxArticles);
      break;
    }
    const Articles& versions = outcomes.versions.at(uri);
    CardContext context{versions.size() > 1 ? versions[versions.size() - 2] : nullptr, outcomes.killed.contains(uri)};
    html += ArticleCard(*versions.back(), context);
  }
  return html + "</section>\n";
}

std::string StoryMember(const Arrival& arrival) {
  const v1::EnrichedArticle& record = *RecordOf(arrival);
  const std::string title = arrival.article ? EscapeHtml(record.article().title()) : "Killed: " + Bdi(arrival.key);
  return "<li><p dir=\"auto\"><strong>" + title + "</strong></p>\n<p class=\"meta\"><span>" +
         Bdi(record.article().source().name()) + "</span> <span>" + Bdi(arrival.key) + "</span></p>\n" +
         StoryLines(record) + "</li>\n";
}

struct Told {
  std::string members;
  size_t count = 0;
};

// In the order in which they began.
std::vector<Told> StoriesOf(const Outcomes& outcomes) {
  StoryDirectory directory;
  for (const Arrival* arrival : outcomes.told) directory.Add(*RecordOf(*arrival));
  std::vector<Told> stories;
  std::unordered_map<std::string, size_t> places;
  for (const Arrival* arrival : outcomes.told) {
    const auto id = directory.Find(arrival->key);
    if (!id) continue;
    const auto [place, is_new] = places.try_emplace(*id, stories.size());
    if (is_new) stories.emplace_back();
    Told& story = stories[place->second];
    story.members += StoryMember(*arrival);
    ++story.count;
  }
  return stories;
}

// Stories of several records, each with what its members are to those before.
std::string StorySection(const Outcomes& outcomes) {
  std::string html;
  size_t shown = 0;
  for (const Told& story : StoriesOf(outcomes)) {
    if (story.count < 2) continue;
    if (++shown <= kMaxStories) html += "<div class=\"card\"><ol class=\"story\">\n" + story.members + "</ol></div>\n";
  }
  if (shown > kMaxStories) html += fmt::format("<p>and {} more in enriched.jsonl</p>\n", shown - kMaxStories);
  if (html.empty()) return {};
  return "<section id=\"stories\"><h2>Stories</h2>\n<p>One event, however many carry it: copies are named, and a "
         "correction or a kill says whom it concerns.</p>\n" +
         html + "</section>\n";
}

std::string DeadSection(const DemoReport& report) {
  std::string cards;
  for (const Arrival& arrival : report.arrivals) {
    if (arrival.dead) cards += DeadLetterCard(*arrival.dead);
  }
  if (cards.empty()) return {};
  return "<section id=\"dead\"><h2>Dead letters</h2>\n<p>What could not be processed is kept, with its cause and its "
         "original bytes.</p>\n" +
         cards + "</section>\n";
}

std::string Head() {
  std::string head =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri "
      "'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" "
      "content=\"no-referrer\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Marsad: what came out</title>\n<style>\n";
  return head.append(kStyle).append("</style>\n</head>\n<body>\n");
}

std::string Lead(const DemoReport& report, const Outcomes& outcomes, bool has_stories) {
  const auto dead = static_cast<size_t>(std::count_if(report.arrivals.begin(), report.arrivals.end(),
                                                      [](const Arrival& a) { return a.dead != nullptr; }));
  size_t mentions = 0;
  for (const v1::EnrichedArticle* article : outcomes.all) {
    for (const v1::Entity& entity : article->entities()) mentions += static_cast<size_t>(entity.mentions_size());
  }
  return fmt::format(
      "<header><h1>Marsad <bdi lang=\"ar\">\u0645\u0631\u0635\u062F</bdi></h1>\n"  // the word in Arabic
      "<p>{} records went through Kafka's protocol and {} stages: {} enriched articles with {} mentions, {} "
      "withdrawn, {} refused.</p>\n"
      "<nav>{}<a href=\"#articles\">Articles</a> <a href=\"#shared\">Across languages</a> <a href=\"#exact\">Exact "
      "search beside Marsad</a> "
      "{}<a href=\"#figures\">Figures</a></nav></header>\n<main>\n",
      report.sent, report.stages.size(), outcomes.all.size(), mentions, outcomes.killed.size(), dead,
      !has_stories ? "" : "<a href=\"#stories\">Stories</a> ", dead == 0 ? "" : "<a href=\"#dead\">Dead letters</a> ");
}

}  // namespace

std::string DemoPage(const DemoReport& report) {
  const Outcomes outcomes = Collect(report);
  Comparison comparison = CompareWithExact(outcomes.all);
  const std::string stories = StorySection(outcomes);
  std::string html = Head() + Lead(report, outcomes, !stories.empty()) + stories + ArticleSection(outcomes);
  html += "<section id=\"shared\"><h2>The same in every language</h2>\n<p>One id, however it is written.</p>\n" +
          SharedTable(outcomes.all) + "</section>\n";
  html +=
      "<section id=\"exact\"><h2>Exact search beside Marsad</h2>\n<p>An exact search for whole words knows every "
      "canonical name and label of "
      "every entity on this page, in all languages, and looks for them in the same texts.</p>\n" +
      ScoreTable(comparison) + "<h3>What it misses</h3>\n" + MissTables(comparison) + "</section>\n";
  html += DeadSection(report);
  html += "<section id=\"figures\"><h2>Figures of this run</h2>\n" + FigureTable(report) +
          "<p class=\"small\">The broker of the demo lies inside the program. It is for trying: it does not hide "
          "aborted transactions, fences nobody, "
          "forgets what is beyond some 16 MB, and ends with the program. Everything else speaks to it as to any "
          "Kafka.</p></section>\n";
  return html +
         fmt::format("</main>\n<footer><p>Marsad {}</p></footer>\n</body>\n</html>\n", EscapeHtml(BuildVersion()));
}

}  // namespace marsad::cli

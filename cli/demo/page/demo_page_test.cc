#include "cli/demo/page/demo_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/show/testing.h"
#include "tests/shared_data.h"

namespace marsad::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// The tags of a page, without what stands in quotes or between them: what a browser would build, whatever the texts say.
std::string Skeleton(const std::string& html) {
  std::string skeleton;
  bool in_tag = false;
  bool quoted = false;
  for (char c : html) {
    if (c == '<') in_tag = true;
    if (in_tag && c == '"') quoted = !quoted;
    if (in_tag && !quoted) skeleton += c;
    if (c == '>' && !quoted) in_tag = false;
  }
  return skeleton;
}

Arrival ArrivalOf(v1::EnrichedArticle article) {
  std::string key = article.article().uri();
  return {
      .key = key, .value = "x", .article = std::make_shared<v1::EnrichedArticle>(std::move(article)), .dead = nullptr};
}

// A page on which every text of a stranger's is `text`.
std::string PageOf(const std::string& text) {
  v1::EnrichedArticle article = MakeArticle(text, text, text);
  article.mutable_text()->clear_tokens();  // else the comparison has more or fewer rows, as the text has words
  v1::Article* fields = article.mutable_article();
  fields->mutable_source()->set_name(text);
  fields->mutable_input()->set_charset("x" + text);
  article.mutable_text()->set_language("xx" + text);
  article.mutable_summary()->set_text(text);
  article.mutable_summary()->add_sentences()->set_end(static_cast<uint32_t>(text.size()));
  v1::Summary::Reason* reason = article.mutable_summary()->add_reasons()->add_reasons();
  reason->set_kind(v1::Summary::Reason::ENTITY);
  reason->add_evidence()->set_end(static_cast<uint32_t>(text.size()));
  v1::Entity* entity = AddEntity(&article, "x" + text, text);
  AddMention(entity, article, text)->set_proclitic("x" + text);
  v1::Label* label = entity->add_labels();
  label->set_text("x" + text);
  article.mutable_story()->set_id("x" + text);
  article.mutable_story()->set_articles(2);
  v1::Story::Link& link = *article.mutable_story()->add_links();
  link.set_uri("x" + text);
  link.set_kind(v1::Story::REVISED);
  link.add_changed()->set_was(text);
  v1::Story::Effect& effect = *article.mutable_story()->add_effects();
  effect.set_uri(text);
  effect.set_action(v1::Story::Effect::REVIEW);
  v1::EnrichedArticle corrected = article;
  corrected.mutable_article()->set_version(2);
  corrected.mutable_article()->set_correction(text);
  corrected.mutable_article()->set_body(text + "x");
  auto letter = std::make_shared<v1::DeadLetter>();
  for (auto set : {&v1::DeadLetter::set_detail<const std::string&>, &v1::DeadLetter::set_stage<const std::string&>,
                   &v1::DeadLetter::set_topic<const std::string&>, &v1::DeadLetter::set_key<const std::string&>,
                   &v1::DeadLetter::set_value<const std::string&>}) {
    ((*letter).*set)(text);
  }
  DemoReport report;
  report.arrivals = {ArrivalOf(article),
                     ArrivalOf(corrected),
                     {.item = 0, .key = text, .value = "", .article = nullptr, .dead = nullptr},
                     {.item = 0, .key = "", .value = "x", .article = nullptr, .dead = letter}};
  report.stages = {{"decode", 2, 0, 0.001}};
  return DemoPage(report);
}

TEST(DemoPageTest, ForbidsScriptsAndRequests) {
  std::string page = PageOf("text");
  EXPECT_THAT(page, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
}

TEST(DemoPageTest, MarksMentionsWithoutWhiteSpace) {
  EXPECT_THAT(PageOf("Putin"), HasSubstr("<mark class=\"per\" tabindex=\"0\""));
  EXPECT_THAT(PageOf("Putin"), HasSubstr(">Putin</mark>x</p>"));
}

TEST(DemoPageTest, SaysWhyASentenceWasChosen) {
  EXPECT_THAT(PageOf("Putin"),
              HasSubstr("<li><p dir=\"auto\">Putin</p><p class=\"small\">new names: <bdi>Putin</bdi></p></li>"));
}

TEST(DemoPageTest, ShowsCorrectionKillAndDeadLetter) {
  std::string page = PageOf("text");
  EXPECT_THAT(page, HasSubstr("version 2 replaces version 1"));
  EXPECT_THAT(page, HasSubstr("<del>text</del>"));
  EXPECT_THAT(page, HasSubstr("<ins>textx</ins>"));
  EXPECT_THAT(page, HasSubstr("<strong>Killed.</strong>"));
  EXPECT_THAT(page, HasSubstr("The original bytes"));
}

TEST(DemoPageTest, ShowsAStoryOfSeveralRecords) {
  const std::string page = PageOf("text");
  EXPECT_THAT(page, HasSubstr("<section id=\"stories\">"));
  EXPECT_THAT(page, HasSubstr("a revision of <bdi>xtext</bdi>: <del><bdi>text</bdi></del>"));
  EXPECT_THAT(page, HasSubstr("<strong>review</strong> <bdi>text</bdi>"));
}

TEST(DemoPageTest, NoTextChangesThePage) {
  const std::string expected = Skeleton(PageOf("harmless"));
  for (const char* hostile :
       {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "</style><b>", "<!--",
        "]]>", "&lt;", "</mark></p></article>", "\x1b[31m", "\u202Egnp.exe"}) {
    EXPECT_TRUE(Skeleton(PageOf(hostile)) == expected) << hostile;
  }
}

TEST(DemoPageTest, NoNaughtyStringChangesThePage) {
  const auto data = tests::SharedData("badinput/blns/blns.txt");
  if (!data) GTEST_SKIP() << "badinput/blns is not here: set MARSAD_SHARED_DATA";
  const std::string expected = Skeleton(PageOf("harmless"));
  std::ifstream file(*data);
  size_t tried = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    EXPECT_TRUE(Skeleton(PageOf(line)) == expected) << line;
    ++tried;
  }
  EXPECT_GT(tried, 400u);
}

TEST(DemoPageTest, AnEmptyRunIsAPageToo) { EXPECT_THAT(DemoPage({}), HasSubstr("</html>")); }

}  // namespace
}  // namespace marsad::cli

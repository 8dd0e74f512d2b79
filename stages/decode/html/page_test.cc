#include "stages/decode/html/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace marsad::decode {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// Prose of some 170 bytes that begins with `first`.
std::string Prose(const std::string& first) {
  return first +
         " that the harbour stays closed until the storm has passed, and that the ferries to the islands will "
         "run again on Friday, if the wind lets them.";
}

std::string Paragraphs(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += "<p>" + Prose("Officer " + std::to_string(i) + " said") + "</p>";
  return all;
}

Draft Read(std::string_view html) {
  OrRefusal<Draft> draft = ReadHtmlPage(html, 200);
  if (!draft) ADD_FAILURE() << draft.error().detail;
  return draft ? std::move(*draft) : Draft();
}

std::string WhyNot(std::string_view html) {
  const OrRefusal<Draft> draft = ReadHtmlPage(html, 200);
  if (draft) {
    ADD_FAILURE() << draft->title << "\n" << draft->body;
    return {};
  }
  EXPECT_EQ(draft.error().fault, Fault::kMissingField);
  return draft.error().detail;
}

TEST(HtmlPage, TakesWhatJsonLdSays) {
  const Draft draft = Read(R"(<!doctype html><html lang=ru><head><title>B | Site</title>
    <link rel=canonical href="/news/1"><meta property=og:url content="https://site.example/x?utm=1">
    <meta property=og:title content=C><meta property=article:published_time content=2020-01-01>
    <script type="application/ld+json">{"@type":"NewsArticle","headline":"A &amp; B","datePublished":"2026-11-03T10:00:00+03:00",
    "dateModified":"2026-11-03T11:30:00Z","author":{"name":"W. Riter"},"publisher":{"name":"Site","url":"/about"},
    "inLanguage":"en-GB","articleSection":"World","keywords":"sea, wind"}</script></head>
    <body><article><h1>A &amp; B</h1>)" +
                           Paragraphs(2) + "</article>");
  EXPECT_EQ(draft.title, "A & B");
  EXPECT_EQ(draft.url, "https://site.example/news/1");
  EXPECT_EQ(draft.published->unix_seconds, 1'793'689'200);
  EXPECT_EQ(draft.published->offset_minutes, 180);
  EXPECT_EQ(draft.updated->unix_seconds, 1'793'705'400);
  EXPECT_THAT(draft.authors, ElementsAre("W. Riter"));
  EXPECT_EQ(draft.source_name, "Site");
  EXPECT_EQ(draft.source_uri, "https://site.example/about");
  EXPECT_EQ(draft.language, "en-GB");
  EXPECT_EQ(draft.subjects.size(), 3U);
  EXPECT_EQ(draft.body, Prose("Officer 0 said") + "\n" + Prose("Officer 1 said"));
  EXPECT_EQ(draft.markup.size(), 2U);
}

TEST(HtmlPage, FallsBackOnWhatThePageSays) {
  const Draft draft =
      Read(R"(<html lang=fr><title>La une - Le Site</title><meta property=og:site_name content="Le Site">
    <meta name=author content="A. Auteur"><meta property="article:published_time" content="soon">
    <meta property="article:tag" content=Mer><meta property="article:tag" content=Vent>
    <base href="https://le.example/a/"><link rel="canonical" href="b.html"><body>)" +
           Paragraphs(4));
  EXPECT_EQ(draft.title, "La une");
  EXPECT_EQ(draft.url, "https://le.example/a/b.html");
  EXPECT_EQ(draft.language, "fr");
  EXPECT_THAT(draft.authors, ElementsAre("A. Auteur"));
  EXPECT_EQ(draft.subjects.at(1).name, "Vent");
  EXPECT_FALSE(draft.published);
  EXPECT_THAT(draft.ignored_fields, ElementsAre("published: not a date: \"soon\""));
}

TEST(HtmlPage, ReadsMicrodata) {
  const Draft draft = Read(R"(<div itemscope itemtype="http://schema.org/NewsArticle"><h2 itemprop=headline>Head</h2>
    <span itemprop="author">By <b>N. Ame</b></span><time itemprop=datePublished datetime="2026-11-03T10:00Z">today</time>
    <div itemprop=articleBody><p>Short.</p></div></div><p>)" +
                           Prose("Not this:"));
  EXPECT_EQ(draft.title, "Head");
  EXPECT_EQ(draft.body, "Short.");
  EXPECT_THAT(draft.authors, ElementsAre("N. Ame"));
  EXPECT_EQ(draft.published->precision, Precision::kMinute);
}

TEST(HtmlPage, TakesAnAddressOfTheWebOnly) {
  for (const char* href : {"javascript:alert(1)", "data:text/html,x", "/relative", "mailto:a@b.example", ""}) {
    EXPECT_EQ(Read("<link rel=canonical href='" + std::string(href) + "'>" + Paragraphs(4)).url, "") << href;
  }
}

TEST(HtmlPage, LeavesOutWhatSurroundsTheArticle) {
  const std::string links = "<a href=1>Storm at sea</a><a href=2>Ferry timetable</a>";
  for (const std::string& noise : std::vector<std::string>{
           "<nav>" + links + "</nav>", "<aside><p>" + Prose("Noise") + "</p></aside>", "<footer>Noise</footer>",
           "<div class='post-share'>Noise</div>", "<div class='post-rating'>Noise: <span>*****</span></div>",
           "<div id=cookieConsent><p>" + Prose("Noise") + "</p></div>", "<ul><li>" + links + "</ul>",
           "<section class=\"Related__box\">Noise</section>"}) {
    for (const std::string& page : std::vector<std::string>{
             "<article>" + Paragraphs(2) + noise + Paragraphs(1) + "</article>" + noise,
             "<header>Noise" + noise + "</header><main><div>" + Paragraphs(4) + noise + "</div></main>" + noise,
             "<div>" + noise + "</div><div><div>" + Paragraphs(4) + "</div></div><div>Noise</div>"}) {
      const Draft draft = Read(page);
      EXPECT_THAT(draft.body, HasSubstr(Prose("Officer 1 said"))) << page;
      EXPECT_THAT(draft.body, Not(HasSubstr("Noise"))) << page;
      EXPECT_THAT(draft.body, Not(HasSubstr("Ferry timetable"))) << page;
    }
  }
}

TEST(HtmlPage, BelievesProseMoreThanNames) {
  EXPECT_THAT(Read("<div class='social ad'>" + Paragraphs(4) + "</div>").body, HasSubstr("Officer 3"));
  EXPECT_THAT(Read("<article><div class=widget>" + Paragraphs(4) + "</div></article>").body, HasSubstr("Officer 3"));
  // Comments are articles, too.
  EXPECT_THAT(
      Read("<div>" + Paragraphs(6) + "</div><article>I agree.</article><article>" + Paragraphs(1) + "</article>").body,
      HasSubstr("Officer 5"));
}

TEST(HtmlPage, TakesTheTextOfJsonLdOnlyWhereThePageHasNone) {
  const auto page = [](const std::string& body, const std::string& shown) {
    return "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"articleBody\":\"" + body +
           "\"}</script><article>" + shown + "</article>";
  };
  EXPECT_EQ(Read(page("The whole text.\\nIts end &amp; all.", "<p>The who")).body, "The whole text.\nIts end & all.");
  EXPECT_EQ(Read(page("<p>One</p><p>Two</p>", "")).body, "One\nTwo");
  const Draft shown = Read(page("One two three.", "<p>One <a href=x>two</a></p><p>three.</p>"));
  EXPECT_EQ(shown.body, "One two\nthree.");
  EXPECT_EQ(shown.markup.size(), 3U);
}

TEST(HtmlPage, RefusesWhatIsNoArticle) {
  EXPECT_THAT(WhyNot("<title>Just a moment</title><body><p>Checking your browser"), HasSubstr("\"Just a moment\""));
  EXPECT_THAT(WhyNot("<title>x</title><div id=app></div><script>render()</script>"),
              HasSubstr("no text of an article"));
  EXPECT_THAT(WhyNot("<meta property=og:type content=article><title>x</title>"), HasSubstr("no text of an article"));
  EXPECT_THAT(WhyNot("<frameset><frame src=x></frameset>"), HasSubstr("no text of an article"));
  EXPECT_THAT(WhyNot(""), HasSubstr("no text of an article"));
  std::string list;
  for (int i = 0; i < 8; ++i) list += "<div><h3><a href=x>Head</a></h3><p>" + Prose("Teaser") + "</p></div>";
  EXPECT_THAT(WhyNot("<title>Front</title>" + list), HasSubstr("a list of 8 headlines"));
}

TEST(HtmlPage, LosesNoTextToNamesOnEveryParagraph) {
  std::string page = "<main><h1>Head of it</h1>";
  for (const char* name : {"widget", "paywall", "promo", "comment", "related"}) {
    page +=
        "<div class='" + std::string(name) + "-row'><p>" + Prose(name) + "</p></div><p class=" + name + ">Short.</p>";
  }
  const Draft draft = Read(page + "<div class=newsletter><input name=m>Sign up</div></main>");
  for (const char* name : {"widget", "paywall", "promo", "comment", "related"}) {
    EXPECT_THAT(draft.body, HasSubstr(Prose(name) + "\nShort.")) << name;
  }
  EXPECT_THAT(draft.body, Not(HasSubstr("Sign up")));
}

TEST(HtmlPage, ReadsAPageThatHidesItself) {
  for (const char* hiding : {"aria-hidden=true", "hidden", "style='display: none'", "style='visibility:hidden'"}) {
    const std::string page =
        "<div " + std::string(hiding) + "><h1>Head</h1><article>" + Paragraphs(2) + "</article></div>";
    EXPECT_THAT(Read("<div role=dialog><p>" + Prose("Noise") + "</p></div>" + page).body, HasSubstr("Officer 1"))
        << hiding;
    EXPECT_THAT(Read("<article>" + Paragraphs(3) + "<p " + hiding + ">Noise</p></article>").body,
                Not(HasSubstr("Noise")));
  }
}

TEST(HtmlPage, TakesAllBodiesAndAllPosts) {
  EXPECT_EQ(
      Read("<h1>H</h1><div itemprop=articleBody><p>One.</p></div><p>Ad</p><div itemprop=articleBody><p>Two.</p></div>")
          .body,
      "One.\nTwo.");
  const std::string posts = "<article class=post><h2>B</h2><p>" + Prose("Later") +
                            "</p></article><article class=post><h2>A</h2><p>First.</p></article>";
  EXPECT_EQ(Read("<main><h1>Live</h1><div>" + posts + "</div></main>").body, "B\n" + Prose("Later") + "\nA\nFirst.");
  EXPECT_EQ(
      Read(R"(<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Live now","liveBlogUpdate":[
      {"headline":"B","articleBody":"Shown."},{"headline":"A","articleBody":"Not shown."}]}</script>
      <article><h1>Live now</h1><h2>B</h2><p>Shown.</p></article>)")
          .body,
      "B\nShown.\nA\nNot shown.");
}

TEST(HtmlPage, RefusesWallsOfAnySizeAndNoFlash) {
  std::string wall = "<article><h1>Privacy</h1>";
  for (int i = 0; i < 40; ++i) wall += "<p>We and our partners use cookies to show you advertising that fits you.</p>";
  EXPECT_THAT(WhyNot(wall + "</article>"), HasSubstr("consent"));
  EXPECT_EQ(Read("<div><h1>Quake off the coast</h1><p>A quake shook the coast at six; nobody was hurt.</p></div>").body,
            "A quake shook the coast at six; nobody was hurt.");
  EXPECT_THAT(Read(wall + "</article><div><h1>Quake</h1><p>" + Prose("Officers said") + "</p></div>").body,
              testing::Eq(Prose("Officers said")));
}

TEST(HtmlPage, SaysThatOnlyTheOpeningCame) {
  const auto page = [](const std::string& more) {
    return Read(R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","isAccessibleForFree":false,
      "hasPart":{"isAccessibleForFree":false,"cssSelector":".locked"}}</script><article><p>)" +
                Prose("Opening") + "</p>" + more + "</article>");
  };
  EXPECT_TRUE(page("").partial);
  EXPECT_TRUE(page("<div class=locked></div>").partial);
  EXPECT_FALSE(page("<div class=locked><p>" + Prose("The rest") + "</p></div>").partial);
  const Draft invited =
      Read("<article>" + Paragraphs(1) + "<div><p>Subscribe to continue reading.</p></div></article>");
  EXPECT_TRUE(invited.partial);
  EXPECT_EQ(invited.body, Prose("Officer 0 said"));
}

TEST(HtmlPage, NamesPeopleAsAuthors) {
  const std::string text = "<article>" + Paragraphs(1) + "</article>";
  const std::string company = R"(<script type="application/ld+json">{"@type":"NewsArticle","headline":"A",
      "author":{"@type":"Organization","name":"Paper"},"publisher":{"name":"Paper"}}</script>)";
  EXPECT_THAT(Read(company + "<meta name=author content='Lena Orlo'>" + text).authors, ElementsAre("Lena Orlo"));
  EXPECT_THAT(Read(company + text).authors, testing::IsEmpty());
  EXPECT_THAT(Read("<div itemprop=author><span itemprop=name>Lena Orlo</span><span itemprop=jobTitle>Reporter</span>"
                   "<span>2,310 followers</span></div>" +
                   text)
                  .authors,
              ElementsAre("Lena Orlo"));
  EXPECT_THAT(
      Read("<div class=byline>By <a rel=author href=x>Lena Orlo</a> | <a href=y>Email the author</a></div>" + text)
          .authors,
      ElementsAre("Lena Orlo"));
  EXPECT_THAT(
      Read("<div class=byline>By Lena Orlo</div><abbr class=published title=2014-08-12T00:41:00-04:00>x</abbr>" + text)
          .published->unix_seconds,
      1'407'818'460);
}

// Page builders give each paragraph an element of its own, and lines that are too short to be prose are paragraphs too.
TEST(HtmlPage, KeepsShortParagraphsInElementsOfTheirOwn) {
  const std::string open = "<div class='row cta_row'>";
  const Draft draft =
      Read("<h1>Pier opens again after two winters</h1><div class=rows>" + open + "<p>" + Prose("A") + "</p></div>" +
           open + "<p>It is longer now.</p></div>" + open + "<h3>What it cost</h3></div>" + open +
           "<p>Nobody knows yet.</p></div></div><div class=ad>Buy a boat</div>");
  EXPECT_EQ(draft.body, Prose("A") + "\nIt is longer now.\nWhat it cost\nNobody knows yet.");
}

TEST(HtmlPage, LeavesOutWhatTellsOfArticleAndAuthor) {
  const std::string text = Prose("A") + "\n" + Prose("B");
  const Draft draft = Read(
      "<article><h1>Pier opens</h1><div class=article-meta><span>Lena Orlo</span><span>2,310 followers</span><span "
      "class=date>3 March 2026</span><span>4 min read</span></div><p>" +
      Prose("A") + "</p><p>" + Prose("B") +
      "</p><div class=author-box><h3>About Lena Orlo</h3><p>Lena writes about piers and the people who build them, and "
      "has done "
      "so for nine years.</p></div></article>");
  EXPECT_EQ(draft.body, text);
  EXPECT_EQ(draft.published->unix_seconds, 1'772'496'000);  // 2026-03-03
}

TEST(HtmlPage, LeavesTheTitlesOfEmptyBoxesOut) {
  for (const char* box :
       {"<section><h4>More from the coast</h4><ul><li><a href=a>Crab pots stolen</a><li><a href=b>Lamps "
        "lit</a></ul></section>",
        "<div><p>See also:</p><ul><li><a href=a>Crab pots stolen</a><li><a href=b>Lamps lit</a></ul></div>",
        "<div class=jp-relatedposts><h3>Related</h3></div>", "<div class=tags><a href=a>Piers</a></div>"}) {
    EXPECT_EQ(Read("<article><h1>Pier opens</h1><p>" + Prose("A") + "</p>" + box + "</article>").body, Prose("A"))
        << box;
  }
  // What has text below it is a heading.
  EXPECT_EQ(Read("<article><h1>Pier opens</h1><p>" + Prose("A") +
                 "</p><h2>Costs</h2><div class=tags><a href=a>Piers</a></div><p>" + Prose("B") + "</p></article>")
                .body,
            Prose("A") + "\nCosts\n" + Prose("B"));
}

// Offices name themselves in <title> on every page.
TEST(HtmlPage, TakesATitleThatOnlyTheTextStandsUnder) {
  const std::string text = Paragraphs(4);
  for (const char* page : {"<title>Town of Saltmarsh</title><div><a href='/'>Town of Saltmarsh</a></div>",
                           "<title>News of the Town of Saltmarsh</title><div class=logo>Town of Saltmarsh</div>"}) {
    const std::string box = "<div><h3>Quick links</h3><a href=x>Forms</a></div>";
    EXPECT_EQ(Read(page + ("<div><h2>Pier opens after two winters</h2>" + text) + "</div>" + box).title,
              "Pier opens after two winters")
        << page;
  }
  EXPECT_EQ(Read("<title>The Slow Hive: A winter without losses</title><h1>The Slow Hive</h1><h3>A winter without "
                 "losses</h3>" +
                 text)
                .title,
            "A winter without losses");
  // A heading in the text is no title.
  EXPECT_EQ(Read("<title>Pier opens after two winters</title><h2>The pier in short</h2>" + text).title,
            "Pier opens after two winters");
}

// Content systems of offices: names of classes in any case, names of controls, no heading anywhere.
TEST(HtmlPage, TakesATitleWhateverTheCaseOfItsClass) {
  const std::string head = "<title>News - Town of Saltmarsh</title>";
  for (const char* title : {"<div class=newsTitle>Mayor opens the garden of palms</div>",
                            "<div class=NEWS-TITLE>Mayor opens the garden of palms</div>",
                            "<span id=ctl00_PlaceHolderMain_lblTitle>Mayor opens the garden of palms</span>"}) {
    EXPECT_EQ(Read(head + title + "<div>" + Paragraphs(4) + "</div>").title, "Mayor opens the garden of palms")
        << title;
  }
  EXPECT_EQ(Read("<title>Mayor opens the garden of palms</title><div>" + Paragraphs(4) +
                 "</div><div class=newsTitle>What else happened in town</div>")
                .title,
            "Mayor opens the garden of palms")
      << "what stands below the text is about something else";
}

TEST(HtmlPage, LeavesTheSectionAboveTheTitleOut) {
  const Draft draft =
      Read("<title>Spider hunts without a web - Q</title><article><h1>Science</h1><h2>Spider hunts without a web</h2>" +
           Paragraphs(2) + "</article>");
  EXPECT_EQ(draft.title, "Spider hunts without a web");
  EXPECT_THAT(draft.body, testing::StartsWith("Officer 0"));
}

TEST(HtmlPage, TakesMailsWithoutAHeading) {
  const std::string head = "<title>Line 4 runs again</title><table><tr><td>";
  const std::string mail =
      "<p>The company lets line 4 run again from Monday.</p><p>\"Thank you for waiting so long,\" said its "
      "director.</p><p>Twelve kilometres of track are new since June.</p></td></tr></table>";
  EXPECT_EQ(Read(head + mail).body.substr(0, 11), "The company");
  EXPECT_THAT(WhyNot(head + "<p>Line 4.</p><p>Track work.</p>"), HasSubstr("does not say that it is an article"));
}

TEST(HtmlPage, LinesAroundATitleThatIsLeftOutAreTwo) {
  EXPECT_THAT(
      Read("<article><small>Updated 09:30</small><h2>Pier opens</h2><i>By Lena Orlo</i>" + Paragraphs(3) + "</article>")
          .body,
      testing::StartsWith("Updated 09:30\nBy Lena Orlo\n"));
}

TEST(HtmlPage, ReadsTheAuthorOfAWidgetOfElementor) {
  const std::string info =
      "<div class='elementor-element elementor-widget elementor-widget-post-info'><ul><li itemprop=author>"
      "<a href=/a><span>Lena Orlo</span></a></li></ul></div>";
  EXPECT_THAT(Read("<h1>Pier opens</h1>" + info + "<div>" + Paragraphs(4) + "</div>").authors,
              ElementsAre("Lena Orlo"));
}

TEST(HtmlPage, TakesTheOnlyDateThatAClassStates) {
  const std::string text = Paragraphs(4);
  const std::string date = "<span class=haber-tarih>3 March 2026</span>";
  const std::string banner = "<div><div><div><h1>Pier opens</h1></div></div></div>";
  EXPECT_EQ(Read(banner + "<p>x</p><p>y</p><div>" + date + text + "</div>").published->unix_seconds, 1'772'496'000);
  EXPECT_FALSE(Read(banner + "<p>x</p><p>y</p><div>" + text + "</div><div>" + date + "</div>").published);
  EXPECT_FALSE(
      Read(banner + "<p>x</p><p>y</p><div>" + date + "<b class=date>4 March 2026</b>" + text + "</div>").published);
}

// Deep pages are refused, others taken. A page costs in proportion to its size, whatever it is made of: each of these would take minutes if it cost the square.
TEST(HtmlPage, TakesLongPages) {
  const auto times = [](size_t count, const std::string& piece) {
    std::string all;
    for (size_t i = 0; i < count; ++i) all += piece;
    return all;
  };
  EXPECT_EQ(Read(times(30'000, "<p>" + Prose("Text") + "</p>")).markup.size(), 30'000U);  // 5 MB
  for (const char* piece :
       {"<h1>a</h1>", "<article>", "<article><p>a</article>", "<i itemprop=author>", "<br>a", "<td>a", "<q>a</q>",
        "<time>a", "<a href=x>a", "<p class=byline>a</p>", "<meta name=a content=b>", "<ul><li>", "<header>"}) {
    const std::string page = times(100'000, piece);
    const OrRefusal<Draft> draft = ReadHtmlPage(page + Paragraphs(5), 200);
    if (!draft && draft.error().fault == Fault::kLimitExceeded) {
      EXPECT_THAT(draft.error().detail,
                  HasSubstr("200 levels deep inside each other; allowed are 200 (limits.nesting)"));
    }
  }
}

TEST(HtmlPage, TheNameOfItsSectionIsNeitherTitleNorText) {
  const Draft draft = Read(
      "<title>Pier opens after storm | Culture | Q</title><article><h1><a href=/c>Culture</a></h1>"
      "<h2>Pier opens after storm</h2>" +
      Paragraphs(3) + "</article>");
  EXPECT_EQ(draft.title, "Pier opens after storm");
  EXPECT_THAT(draft.body, testing::StartsWith(Prose("Officer 0 said").substr(0, 20)));
}

}  // namespace
}  // namespace marsad::decode

// Live blogs: the opening, and each post once.
#include <gtest/gtest.h>

#include <string>

#include "stages/decode/html/page.h"

namespace marsad::decode {
namespace {

const std::string kOpening = "The river Gash rose over its banks before dawn and flooded three quarters of the town.";
const std::string kOne =
    "The last of those who were stranded were taken off the roof of a school, rescuers said at noon.";
const std::string kTwo = "Police closed the bridge to cars until further notice.";
const std::string kPosts = "First\n" + kOne + "\nSecond\n" + kTwo;

std::string Ld(const std::string& more) {
  return R"(<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Flood in the east",)" + more +
         R"("liveBlogUpdate":[{"@type":"BlogPosting","headline":"First","articleBody":")" + kOne +
         R"("},{"@type":"BlogPosting","headline":"Second","articleBody":")" + kTwo + "\"}]}</script>";
}

std::string Post(const std::string& tag, const std::string& heading, const std::string& text) {
  return "<" + tag + " class=live-post><h2>" + heading + "</h2><p>" + text + "</p><button>Share</button></" + tag + ">";
}

std::string Posts(const std::string& tag) {
  return "<div class=posts>" + Post(tag, "First", kOne) + Post(tag, "Second", kTwo) + "</div>";
}

std::string BodyOf(const std::string& html) {
  OrRefusal<Draft> draft = ReadHtmlPage(html, 200);
  if (!draft) return "refused: " + draft.error().detail;
  return draft->body;
}

TEST(LiveBlog, TheOpeningStandsBeforeThePosts) {
  const std::string heading = "<h1>Flood in the east</h1>";
  for (const std::string& tag : {std::string("article"), std::string("div")}) {
    const std::string posts = Posts(tag);
    for (const std::string& page : {
             "<main>" + heading + "<div class=intro><p>" + kOpening + "</p></div>" + posts + "</main>",
             "<main>" + heading + "<p>" + kOpening + "</p><section>" + posts + "</section></main>",
             "<main><div>" + heading + "<p>" + kOpening + "</p></div><div><nav>12:00 11:00</nav>" + posts +
                 "</div></main>",
             "<main>" + heading + "<div><p>" + kOpening + "</p></div><div><div>" + posts + "</div></div></main>",
         }) {
      EXPECT_EQ(BodyOf(Ld("") + page), kOpening + "\n" + kPosts) << page;
      EXPECT_EQ(BodyOf(Ld("\"articleBody\":\"" + kOpening + "\",") + page), kOpening + "\n" + kPosts) << page;
      if (tag == "article") {
        EXPECT_EQ(BodyOf(page), kOpening + "\n" + kPosts) << page;
      }
    }
  }
}

TEST(LiveBlog, AnOpeningOfJsonLdAloneStandsBeforeThePostsOfThePage) {
  const std::string page = "<main><h1>Flood in the east</h1>" + Posts("article") + "</main>";
  EXPECT_EQ(BodyOf(Ld("\"articleBody\":\"" + kOpening + "\",") + page), kOpening + "\n" + kPosts);
  EXPECT_EQ(BodyOf(Ld("\"articleBody\":\"" + kOpening + "\",") + "<main><h1>Flood in the east</h1></main>"),
            kOpening + "\n" + kPosts);
}

TEST(LiveBlog, AShortOpeningIsASentence) {
  const auto page = [](const std::string& before) {
    return "<main><h1>Flood in the east</h1>" + before + Posts("article") + "</main>";
  };
  EXPECT_EQ(BodyOf(Ld("") + page("<p>The river Gash rose over its banks.</p>")),
            "The river Gash rose over its banks.\n" + kPosts);
  EXPECT_EQ(BodyOf(Ld("") + page("<ul><li><a href=/a>Other news of the day here.</a></li></ul>")), kPosts);
  EXPECT_EQ(BodyOf(Ld("") + page("<p>12 new posts</p><form>Write to us, we read it all.<input></form>")), kPosts);
}

}  // namespace
}  // namespace marsad::decode

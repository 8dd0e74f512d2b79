// What the summarizer's rules weigh.
#pragma once

#include <cstddef>
#include <cstdint>

namespace marsad::summarize {

// What a sentence adds: the sum of these. Those that are marked with L were set by what they cost on EASC, Arabic articles
// with summaries by five people (tools/eval_summarizer), the others by reading summaries; README.md says what each is for.
struct Weights {
  double position = 1.0;      // over its distance in sentences from where the news begins, plus one
  double announced = 0.2;     // L: share of the title's words that nothing chosen says yet
  double name = 0.05;         // L: names not yet said, three or more count full
  double figure = 0.0;        // L: it has a number; costs more than it brings: a number counts through `empty` alone
  double speech = 0.05;       // L: a person or organization says or decides something
  double empty = -0.05;       // L: neither a name nor a number
  double evaluation = -0.15;  // says what the news "reflects" or "underlines"
  // Something happens in it, and it says `announcement_share` of the title that nothing chosen says.
  double announcement = 0.5;
  double part = 0.9;      // a part of the title of which nothing chosen says half
  double routine = -0.5;  // tells who attended and in what mood, or what a picture shows
  double dull = -0.3;     // not a fact in it, where the news itself tells `hard_news`
  double hard_news = 2.5;
  // Beside news that tells so much (HardGain() in gain.cc), set on texts of our own:
  double hard_position = 0.6;    // `position` there: what comes of the news stands further down
  double promise = 0.8;          // share of the title's words that nothing chosen says yet, beside `announced`
  double counted = 0.2;          // two figures that count something
  double outcome = 0.35;         // what comes of it for people or in law
  double repeats = -1.0;         // less than `new_words` of its words are new
  uint32_t new_words = 450;      // per mille
  double hard_earlier = -0.3;    // says what was so before, beside `earlier`
  double history = -0.8;         // says what was so years ago: how old something is, what the last time cost
  double formality = -0.6;       // who voted against, how long they sat, how many watched
  double lone_quotation = -0.6;  // begins with a quotation and does not say whose
  double unnamed = -0.2;         // somebody without a name says it, and nothing happens
  uint32_t promised = 200;       // what says so much more of the title is no filler, per mille
  double build_up = -0.6;        // how a match began that turned
  double hard_least = 0.0;       // `least` there
  double worth = 0.1;            // a third sentence that adds less, its place not counted, is weak
  double weak = -1.0;            // and is left out once the others have three quarters of the words
  double filler = -1.0;          // begins as sentences do that tell no news
  double orphan = -0.3;          // begins with a word that refers to a sentence that is not chosen
  double fragment = -0.6;        // an item of a list that its lead-in makes a sentence
  double lone_reply = -1.0;      // "Yes, ", whose question is never told
  double before = -1.0;          // stands before the sentence where the news begins
  double least = -0.4;           // what adds less is left out
  // News that comes late: the sentence that is new by `late_new`, and `late_new_more` more than the three where the news seems to
  // begin. It is told beside their first, which is its setting.
  double late_news = 1.2;
  double late_new = 3.5;
  double late_new_more = 2.0;
  double opening_new = 3.5;      // what begins so new needs nothing late, but what says that it is no longer so
  double turn_new = 2.5;         // which is so new at least
  double answer_new = 3.0;       // so does the answer that is an interview's news
  double introduction = 1.0;     // says who answers in an interview
  double earlier_answer = -0.1;  // an answer before that one
  double earlier = -0.15;        // says what was so before
  double denial_alone = -0.5;    // denies what no chosen sentence says
  double too_long = -1.0;        // for the words over the budget, as a share of it
  double far_too_long = -3.0;    // for those over seven sixths of it, too
  double scene_new = 2.5;        // an interview's introduction that is so new is its news
  double denial = 0.45;          // denies what somebody says or does in a chosen sentence
  double answer = 0.3;           // `position` in an interview: answers come in the order of the questions
  // An interview's news is the first sentence that says at least `late_ratio` per mille of what the one says that says most of
  // the title's words, if that one says `late_share` per mille of them.
  uint32_t late_share = 250;
  uint32_t late_ratio = 500;
  uint32_t announcement_share = 500;  // of the title, per mille
};

}  // namespace marsad::summarize

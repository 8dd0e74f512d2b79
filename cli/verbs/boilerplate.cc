// marsad boilerplate: learns which lines sources repeat across their articles.
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/show/terminal.h"
#include "lib/app/exit_code.h"
#include "lib/base/utf8.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/normalize/contract/boilerplate_table.h"
#include "stages/normalize/contract/markup.h"
#include "stages/normalize/repeated_lines.h"

namespace marsad::cli {
namespace {

struct BoilerplateOptions {
  std::vector<std::string> files;
  std::string out;
  normalize::RepeatedRule rule;
};

struct Tally {
  uint64_t articles = 0;
  uint64_t without_source = 0;
};

void Learn(const v1::Article& article, normalize::LineLearner* learner, Tally* tally) {
  const std::string source = normalize::SourceKey(article);
  if (source.empty()) {
    ++tally->without_source;
    return;
  }
  ++tally->articles;
  std::vector<normalize::Markup> markup;
  normalize::ReadMarkup(article, &markup);
  learner->Add(
      source, article.uri(),
      {.title = article.title(), .body = article.body(), .claimed_language = {}, .authors = {}, .markup = markup});
}

// False, and a sentence, if `file` cannot be read or holds something else.
bool ReadLines(const std::string& file, normalize::LineLearner* learner, Tally* tally) {
  std::ifstream opened;
  if (file != "-") opened.open(file, std::ios::binary);
  std::istream& in = file == "-" ? std::cin : opened;
  if (!in) {
    Complain(fmt::format("cannot read {}: {}", Inserted(file), std::strerror(errno)));
    return false;
  }
  std::string line;
  for (uint64_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    google::protobuf::util::JsonParseOptions options;
    options.ignore_unknown_fields = true;
    v1::EnrichedArticle record;
    const auto parsed = google::protobuf::util::JsonStringToMessage(line, &record, options);
    const v1::Article& article = record.article();
    if (!parsed.ok() || !IsValidUtf8(article.title()) || !IsValidUtf8(article.body())) {
      Complain(fmt::format("{} line {}: no article; allowed: lines of marsad explain --json or marsad tap --json",
                           Inserted(file), number));
      return false;
    }
    if (record.has_article()) Learn(article, learner, tally);  // a kill holds none
  }
  return true;
}

bool Report(const normalize::LineLearner& learner, const normalize::RepeatedLines& lines) {
  std::string out;
  for (const auto& [name, source] : lines.sources) {
    out += fmt::format("{}: {} of its lines repeat, in {} articles\n", Inserted(name), source.lines.size(),
                       source.articles);
    for (const auto& [key, articles] : source.lines)
      out += fmt::format("{:>7}  {}\n", articles, Inserted(learner.Example(key)));
  }
  return WriteOut(out);
}

int Boilerplate(const BoilerplateOptions& options) {
  normalize::LineLearner learner;
  Tally tally;
  for (const std::string& file : options.files) {
    if (!ReadLines(file, &learner, &tally)) return app::kFailed;
  }
  const normalize::RepeatedLines lines = learner.Learn(options.rule);
  std::ofstream out(options.out, std::ios::binary);
  out << normalize::WriteTable(lines);
  if (!out.flush()) {
    Complain(fmt::format("cannot write {}: {}", Inserted(options.out), std::strerror(errno)));
    return app::kFailed;
  }
  if (tally.without_source > 0)
    Complain(fmt::format("{} articles name neither source nor url and were left out", tally.without_source));
  if (!Report(learner, lines)) return app::kFailed;
  return WriteOut(fmt::format("{} articles read, {} written\n", tally.articles, Inserted(options.out))) ? app::kOk
                                                                                                        : app::kFailed;
}

}  // namespace

void AddBoilerplate(CLI::App& app, Command* command) {
  auto options = std::make_shared<BoilerplateOptions>();
  CLI::App* verb = app.add_subcommand("boilerplate", "Learn which lines sources repeat, for normalize.boilerplate");
  verb->add_option("FILE", options->files,
                   "Lines of marsad explain --json or marsad tap --json; - reads standard input")
      ->required();
  verb->add_option("--out", options->out, "The table")->required();
  verb->add_option("--articles", options->rule.articles, "A line must stand in so many articles of its source (5)")
      ->check(CLI::Range(2, 1000000));
  verb->add_option("--percent", options->rule.percent, "and in this share of them (5)")->check(CLI::Range(0, 100));
  verb->footer(
      std::string(
          "Shows the lines that it learned, each with the number of articles: read them before you use the table.\n\n"
          "Examples:\n  marsad explain --json pages/*.html | marsad boilerplate - --out lines.tsv\n"
          "  marsad tap news.articles --config marsad.yaml --from beginning --stop-at-end --json > a.jsonl\n"
          "  marsad boilerplate a.jsonl --out lines.tsv --percent 10\n\n") +
      kExitCodes);
  verb->callback([options, command] { *command = [options] { return Boilerplate(*options); }; });
}

}  // namespace marsad::cli

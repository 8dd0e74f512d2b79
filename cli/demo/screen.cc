#include "cli/demo/screen.h"

#include <fmt/format.h>

#include <cstdio>

#include "cli/show/print_article.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::cli {
namespace {

constexpr size_t kBarWidth = 24;

std::string FigureLines(const DemoReport& report) {
  std::string lines =
      fmt::format("{:<12}{:>9}{:>17}{:>32}\n", "stage", "articles", "median time", "articles a second at that");
  for (const StageFigure& figure : report.stages) {
    const double each = figure.median_seconds;
    lines += fmt::format("{:<12}{:>9}{:>14.0f} us{:>32}\n", figure.stage, figure.records, each * 1e6,
                         each > 0 ? fmt::format("{:.0f}", 1 / each) : "-");
  }
  return lines;
}

std::string Counts(const DemoReport& report) {
  size_t articles = 0;
  size_t corrections = 0;
  size_t dead = 0;
  for (const Arrival& arrival : report.arrivals) {
    dead += arrival.dead ? 1 : 0;
    articles += arrival.article ? 1 : 0;
    corrections += arrival.article && arrival.article->article().has_correction() ? 1 : 0;
  }
  return fmt::format(
      "{} records sent: {} enriched articles ({} of them a correction), {} withdrawn, {} refused; all in {:.2f} s "
      "(median {:.0f} ms, 99th percentile {:.0f} ms from sending to reading).\n",
      report.sent, articles, corrections, report.arrivals.size() - articles - dead, dead, report.seconds,
      report.latency_p50_ms, report.latency_p99_ms);
}

}  // namespace

std::string ProgressLine(const Progress& progress) {
  size_t done = (progress.stages.empty() ? 0 : progress.stages.back().second) + progress.dead;
  size_t bars = progress.items == 0 ? 0 : std::min(kBarWidth, done * kBarWidth / progress.items);
  if (!progress.ready) return "waiting for the consumer groups to form (about three seconds) ...";
  std::string line = fmt::format("[{}{}] {}/{}", std::string(bars, '#'), std::string(kBarWidth - bars, '-'),
                                 std::min(done, progress.items), progress.items);
  for (const auto& [stage, records] : progress.stages) line += fmt::format("  {} {}", stage, records);
  return line + fmt::format("  dead {}", progress.dead);
}

Screen::Screen(Terminal terminal, bool quiet) : terminal_(terminal), quiet_(quiet), moving_(IsTerminal(2)) {}

void Screen::Say(const std::string& line) { WriteOut(line + "\n"); }

void Screen::ShowArrival(const Arrival& arrival) {
  if (quiet_) return;
  EndProgress();
  if (arrival.article) {
    WriteOut(PrintArticle(*arrival.article, Detail::kCompact, terminal_));
  } else if (arrival.dead) {
    WriteOut(PrintDeadLetter(*arrival.dead, terminal_));
  } else {
    WriteOut(PrintKill(arrival.key, terminal_, arrival.kill.get()));
  }
}

void Screen::ShowProgress(const Progress& progress) {
  std::string line = ProgressLine(progress);
  if (line == shown_) return;
  if (moving_) {
    std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  } else if (shown_.empty() || progress.ready) {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
  shown_ = std::move(line);
}

void Screen::EndProgress() {
  if (moving_ && !shown_.empty()) std::fputs("\r\x1b[K", stderr);
  shown_.clear();
}

void Screen::ShowEnd(const DemoReport& report, const std::filesystem::path& directory) {
  std::string end = Counts(report) + "\n" + FigureLines(report) + "\n";
  end += fmt::format("Records: {}\nPage:    {}\n\n", Inserted((directory / "enriched.jsonl").string()) + ", .binpb",
                     Inserted((directory / "demo.html").string()));
  end +=
      "Names that are \"not linked\" are in no list: put them into one of your own, desk.tsv (marsad gazetteer "
      "--help).\n\n";
  end +=
      "The broker of the demo lies inside this program and is for trying: it does not hide aborted transactions, "
      "fences nobody,\n"
      "forgets what is beyond some 16 MB, takes records up to 1 MB, knows no static membership and ends with the "
      "program.\n"
      "Against Kafka, the same stages are exactly once.\n";
  WriteOut(end);
}

}  // namespace marsad::cli

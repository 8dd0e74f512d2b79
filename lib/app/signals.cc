#include "lib/app/signals.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "lib/app/exit_code.h"

namespace marsad::app {
namespace {

constexpr int kWake = SIGUSR1;  // the destructor's word to the thread
constexpr std::chrono::milliseconds kForEver = std::chrono::hours(24 * 365);

sigset_t Ours() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, kWake);
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t set = Ours();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Signals::~Signals() {
  if (!thread_.joinable()) return;
  is_leaving_ = true;
  pthread_kill(thread_.native_handle(), kWake);
  thread_.join();
}

// The signal that came; 0 if none came in time, or none is waited for any more.
int Signals::Wait(std::chrono::milliseconds time) {
  constexpr int64_t kMillis = 1000;
  constexpr int64_t kNanosOfMilli = 1000000;
  const sigset_t set = Ours();
  timespec left{};
  left.tv_sec = time.count() / kMillis;
  left.tv_nsec = time.count() % kMillis * kNanosOfMilli;
  while (!is_leaving_) {
    const int signal = sigtimedwait(&set, nullptr, &left);
    if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP) return signal;
    if (signal < 0 && errno == EAGAIN) return 0;
  }
  return 0;
}

// The first signal that asks for an end; 0: none is waited for any more.
int Signals::WaitForEnd(const Actions& actions) {
  while (!is_leaving_) {
    const int signal = Wait(kForEver);
    if (signal != SIGHUP) return signal;
    if (actions.reload) actions.reload();
  }
  return 0;
}

void Signals::Handle(Actions actions) {
  thread_ = std::thread([this, actions = std::move(actions)] {
    const int first = WaitForEnd(actions);
    if (first == 0) return;
    actions.stop(first);
    int second = 0;
    while ((second = Wait(actions.grace)) == SIGHUP) continue;
    if (second != 0) {
      if (actions.last) actions.last();
      _exit(kFailed);
    }
    if (!is_leaving_) actions.late();
  });
}

}  // namespace marsad::app

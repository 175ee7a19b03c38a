// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/killed_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace noiseal::test {

int confirmed_before_kill(const std::function<void(const std::function<void(int)>&)>& work,
                          useconds_t microseconds) {
  int ends[2];
  if (pipe(ends) != 0) {
    return -1;
  }
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    work([&](int number) {
      if (write(ends[1], &number, sizeof number) != sizeof number) {
        _exit(1);
      }
    });
    _exit(0);
  }
  close(ends[1]);
  usleep(microseconds);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  int last = 0;
  int number = 0;
  while (read(ends[0], &number, sizeof number) == sizeof number) {
    last = number;
  }
  close(ends[0]);
  return last;
}

}  // namespace noiseal::test

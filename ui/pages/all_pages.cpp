// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/all_pages.h"

#include <utility>

#include "ui/pages/data/data_page.h"
#include "ui/pages/export/export_page.h"
#include "ui/pages/lab/lab_page.h"
#include "ui/pages/review/review_page.h"
#include "ui/pages/start/project_actions.h"
#include "ui/pages/start/start_page.h"
#include "ui/pages/train/train_page.h"

namespace noiseal::ui {
std::unique_ptr<MainWindow> make_main_window(Services services) {
  auto window = std::make_unique<MainWindow>(std::move(services));
  window->add_page(new DataPage(window->session(), *window, window->services()));
  window->add_page(new TrainPage(window->session(), *window, window->services()));
  window->add_page(new ReviewPage(window->session(), *window));
  window->add_page(new LabPage(window->session(), *window, window->services()));
  window->add_page(new ExportPage(window->session(), *window, window->services()));
  // The start page comes last: what it offers depends on the pages that are there.
  auto* actions = new ProjectActions(*window);
  window->set_start_page(new StartPage(*actions, window.get()));
  window->finish_menu();
  return window;
}

}  // namespace noiseal::ui

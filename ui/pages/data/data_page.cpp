// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/data_page.h"

#include <QLabel>
#include <QVBoxLayout>

namespace noiseal::ui {

DataPage::DataPage(ProjectSession& session, Navigator& navigator, QWidget* parent)
    : Page(parent), session_(session), navigator_(navigator) {
  auto* column = new QVBoxLayout(this);
  counts_ = new QLabel(this);
  column->addWidget(counts_);
  column->addStretch();
}

void DataPage::project_opened() {
  const ProjectFacts& facts = session_.facts();
  counts_->setText(tr("%1 rows to train on, %2 to validate, %3 to test")
                       .arg(facts.rows[0])
                       .arg(facts.rows[1])
                       .arg(facts.rows[2]));
}

}  // namespace noiseal::ui

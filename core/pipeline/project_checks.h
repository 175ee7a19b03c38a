// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/control.h"
#include "core/data/data_checks.h"
#include "core/store/project.h"

namespace noiseal {

/// The checks of the import (core/data/data_checks.h) on a project's rows as they are now: given
/// labels that noise or a merge has changed count as they stand. Row numbers are row ids.
DataReport check_project(const Project& project, const Control& control);

}  // namespace noiseal

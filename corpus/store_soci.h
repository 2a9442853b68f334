// SPDX-License-Identifier: GPL-3.0-or-later
// SOCI, without Boost. Debian's libsoci-dev is configured with Boost but does not depend on its headers, and 150 MB of them only to
// bind Boost tuples, which we do not, is too much to ask of a builder. The macro adds member templates and nothing else (SOCI 4.0.3,
// bind-values.h), so leaving it out changes no layout. Every file of the store includes SOCI through here.
#pragma once

#include <soci/soci-config.h>
#undef SOCI_HAVE_BOOST
#include <soci/soci.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

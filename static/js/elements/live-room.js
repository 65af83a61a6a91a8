/* A page that follows a session. Filled in below; without it the page works by forms. */

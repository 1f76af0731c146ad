CREATE CONSTRAINT redirect_former IF NOT EXISTS FOR (n:Redirect) REQUIRE n.former IS UNIQUE

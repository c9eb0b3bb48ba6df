//! Column types that read and write the same on both databases.

/// A table's key: a UUIDv7 in text that cannot be mistaken for another table's.
///
/// Text that is not a UUID in its canonical form is refused when it comes from outside, so that one
/// record has one spelling of its id.
#[macro_export]
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[derive(diesel::AsExpression, diesel::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            #[expect(clippy::new_without_default, reason = "an id is never a default")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7().to_string())
            }

            /// Names no record: stands for those who are not users.
            pub fn nil() -> Self {
                Self(uuid::Uuid::nil().to_string())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                match uuid::Uuid::try_parse(text) {
                    Ok(id) if id.hyphenated().to_string() == text => Ok(Self(text.to_owned())),
                    _ => Err("not an id"),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl utoipa::__dev::ComposeSchema for $name {
            fn compose(
                _: Vec<utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>>,
            ) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::openapi::text_schema(36, Some("uuid")).into()
            }
        }

        impl utoipa::ToSchema for $name {}

        $crate::text_column!($name, |id: &$name| id.0.as_str(), |text: String| Ok($name(text)));
    };
}

/// Maps a Rust type to a text column.
#[macro_export]
macro_rules! text_column {
    ($name:ty, $to_str:expr, $from_string:expr) => {
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                let to_str: fn(&$name) -> &str = $to_str;
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(
                    to_str(self),
                    out,
                )
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let from_string: fn(String) -> diesel::deserialize::Result<$name> = $from_string;
                from_string(String::from_sql(bytes)?)
            }
        }
    };
}

/// An enum kept in a text column and shown in JSON under the same words.
#[macro_export]
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[derive(diesel::AsExpression, diesel::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $crate::text_column!($name, |value: &$name| value.as_str(), |text: String| {
            match text.as_str() {
                $($word => Ok($name::$variant),)+
                _ => Err(concat!("unknown ", stringify!($name)).into()),
            }
        });
    };
}

/// A list or small structure kept as JSON in a text column, because no query looks into it.
#[derive(
    Clone,
    Debug,
    PartialEq,
    serde::Serialize,
    serde::Deserialize,
    diesel::AsExpression,
    diesel::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
#[serde(transparent, bound = "")]
pub struct Json<T> {
    text: String,
    #[serde(skip)]
    kind: std::marker::PhantomData<T>,
}

impl<T: serde::Serialize + serde::de::DeserializeOwned> Json<T> {
    pub fn new(value: &T) -> Self {
        Self {
            text: serde_json::to_string(value).expect("column values have string keys only"),
            kind: std::marker::PhantomData,
        }
    }

    pub fn into_text(self) -> String {
        self.text
    }

    /// The value; a column that was checked when it was written reads back.
    pub fn get(&self) -> T {
        serde_json::from_str(&self.text).expect("checked when the column was read")
    }
}

impl<T, DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for Json<T>
where
    T: std::fmt::Debug,
    DB: diesel::backend::Backend,
    str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
{
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, DB>,
    ) -> diesel::serialize::Result {
        <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(&self.text, out)
    }
}

impl<T, DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for Json<T>
where
    T: serde::de::DeserializeOwned,
    DB: diesel::backend::Backend,
    String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        serde_json::from_str::<T>(&text)?;
        Ok(Self {
            text,
            kind: std::marker::PhantomData,
        })
    }
}
